#pragma once

#include "jump/cluster_sieve.hpp"
#include "jump/clusters.hpp"
#include "jump/neighbours.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace primerank::jump {

/// Gaps are searched for in jumps below this: what decides about them lies a little behind, and is
/// proven too.
inline constexpr uint128 highest_stop = proven_limit - 65536;

/// Finds all gaps between primes of some length and more without finding the primes. One object a
/// thread.
///
/// Candidates of many clusters are tested together, line after line, those of a cluster until one
/// of them is prime: about one in six numbers prime to D is left by the sieve, and half of these
/// are prime. The few clusters that have none may lie in a gap: the prime below and the
/// prime above decide. All primes are proven, so that no pseudoprime hides a gap.
class Search {
  public:
    enum class Way { usual, audit }; ///< another grid for audits

    /// shortest: of the gaps, shortest_gap and more. n: about where they are.
    Search(std::uint64_t shortest, double n, Way way, InstructionSet set = instruction_set());

    /// Calls visit(length, lower prime), ascending, for the gaps whose lower prime is in the piece;
    /// piece.stop <= highest_stop. Once give_up is requested it may return early.
    using Visit = std::function<void(std::uint64_t length, uint128 lower)>;
    void run(const Interval& piece, const Visit& visit, const std::stop_token& give_up = {});

    /// About the bytes that a search takes.
    static std::size_t memory();

  private:
    void sieve_and_test(uint128 first, std::size_t clusters);
    void test_line(const ClusterSieve::Line& line);
    void find_sides(std::size_t clusters);

    std::uint64_t shortest_;
    std::unique_ptr<const Clusters> clusters_;
    ClusterSieve sieve_;
    Neighbours neighbours_;
    InstructionSet set_;
    uint128 origin_ = 0;                   ///< what the stretch in hand counts its numbers from
    std::uint64_t begin_ = 0;              ///< D times the first cluster's number
    std::vector<std::uint64_t> undecided_; ///< a bit for each cluster without a prime so far
    std::vector<std::uint64_t> numbers_;   ///< of a line, to be tested
    std::vector<std::uint32_t> places_;    ///< their clusters
    std::vector<std::uint8_t> verdicts_;
    std::vector<std::uint64_t> lower_; ///< the prime below each cluster without one
    std::vector<std::uint64_t> upper_; ///< the prime above
};

} // namespace primerank::jump
