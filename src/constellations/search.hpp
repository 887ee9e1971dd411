#pragma once

#include "constellations/candidates.hpp"
#include "constellations/family.hpp"
#include "constellations/pattern_sieve.hpp"
#include "constellations/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace primerank::constellations {

/// Finds all constellations of a family. One object a thread; it keeps its sieves from piece to
/// piece.
class Search {
  public:
    /// Called with a pattern's index and first members, in no order, all of them proven.
    using Sink = std::function<void(std::size_t kind, std::span<const std::uint64_t>)>;

    enum class Way { usual, audit }; ///< another modulus and depth for audits

    Search(std::shared_ptr<const Family> family, Way way, InstructionSet set = instruction_set());

    /// Gives the sink the constellations that end in the piece: whose last member it holds, and
    /// whose first one may lie before it. piece.stop <= 2^64. Once give_up is requested it may
    /// return early.
    void run(const Interval& piece, const Sink& sink, const std::stop_token& give_up = {});

    /// About the bytes that a search takes.
    [[nodiscard]] static std::size_t memory(const Family& family);

  private:
    struct Sieve {
        Planner planner;
        std::optional<PatternSieve> sieve;
    };

    void run_root(std::size_t root, const Interval& piece, const Sink& sink,
                  const std::stop_token& give_up);
    void derive(const Family::Derived& derived, const Interval& piece,
                std::span<const std::uint64_t> roots, const Sink& sink);
    PatternSieve& sieve_for(std::size_t root, const Interval& first);

    std::shared_ptr<const Family> family_;
    Way way_;
    InstructionSet set_;
    std::vector<Sieve> sieves_; // one a root
    std::vector<std::uint64_t> first_members_;
    MemberTest further_members_;
};

} // namespace primerank::constellations
