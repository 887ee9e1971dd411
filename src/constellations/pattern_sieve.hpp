#pragma once

#include "constellations/candidates.hpp"
#include "constellations/kernels.hpp"
#include "constellations/plan.hpp"
#include "constellations/tapes.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace primerank::constellations {

/// Finds the constellations of one pattern by sieving for all their members at once; see README.md.
/// It keeps its tables from one interval to the next. Memory: a few megabytes at any height.
class PatternSieve {
  public:
    /// Called with first members, in no order, all of them proven.
    using Sink = std::function<void(std::span<const std::uint64_t>)>;

    PatternSieve(tally::Pattern pattern, const Plan& plan, InstructionSet set = instruction_set());

    /// Gives the sink every n with first.start <= n < first.stop whose members n + o are all prime.
    /// All members must lie below 2^64. Once give_up is requested it may return early.
    void run(const Interval& first, const Sink& sink, const std::stop_token& give_up = {});

    [[nodiscard]] const Plan& plan() const { return plan_; }

  private:
    /// A prime q of the modulus: residues r modulo the product M' of the smaller ones go on as
    /// r + t M', t < q, as far as q strikes none of their members.
    struct Level {
        std::uint32_t prime;
        std::uint64_t modulus;            ///< M'
        std::vector<std::uint8_t> struck; ///< by residue modulo q
        Tapes::Positions distance;        ///< of the lines through n and n + M'
    };

    void find_small(Interval& first, const Sink& sink);
    void descend(std::size_t level, std::uint64_t residue);
    void add_line(std::uint64_t residue, const Tapes::Positions& begin);
    void sieve_lines();
    void sieve_segment(std::size_t begin, std::size_t bytes);
    void intersect_tapes(std::size_t subset, std::size_t line, std::size_t bytes);
    void take_survivors(std::size_t line, std::size_t begin, std::size_t bytes);
    void decide();

    tally::Pattern pattern_;
    Plan plan_;
    const Kernels* kernels_;
    std::uint64_t modulus_;
    Tapes tapes_;
    std::vector<Level> levels_;
    Tapes::Positions block_distance_;
    Candidates candidates_;
    std::vector<std::uint64_t> found_;

    // Of the interval in work.
    Interval first_;
    const Sink* sink_ = nullptr;
    std::stop_token give_up_;
    std::uint64_t base_ = 0; // a multiple of M: bit i of the line with residue r is base + r + M i
    std::size_t line_bytes_ = 0;         // whole units
    std::vector<Tapes::Positions> path_; // where the residue of each level begins

    // Lines that wait until they fill a segment.
    std::size_t lines_at_once_ = 1;
    std::vector<std::uint64_t> residues_;
    sieve::AlignedBuffer<std::uint32_t> positions_;
    Tapes::Positions scratch_;
    sieve::AlignedBuffer<std::uint8_t> segment_;
    std::vector<std::uint32_t> words_;
};

} // namespace primerank::constellations
