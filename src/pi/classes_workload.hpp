#pragma once

#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"
#include "pi/builders.hpp"
#include "pi/character_sums.hpp"
#include "pi/pi_axis.hpp"
#include "pi/pi_tally.hpp"
#include "pi/tables.hpp"
#include "tally/residues.hpp"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace primerank::pi {

/// The partial result of a piece of the axis for several characters, or nothing.
struct CharacterTallies {
    std::vector<PiTally> of;

    void combine(const CharacterTallies& right);

    friend bool operator==(const CharacterTallies&, const CharacterTallies&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& of;
    }
};

/// The primes up to x by class modulo a divisor q of 24, as work that can be cut up: a
/// law::Workload on the PiAxis of x, with pi_chi(x) for each of characters_mod(q). With the
/// primes that divide q taken out of pi_chi(x),
///     phi(q) pi(x; q, a) = sum over chi of chi(a) pi_chi(x).
/// For x below combinatorial_start the axis is [0, 1) and primes are counted one by one.
class ClassesWorkload {
  public:
    using Tally = CharacterTallies;
    using Worker = CharacterSums::Worker;
    static constexpr bool costs_are_rough = true;

    /// Counts by class fit 64 bits for x below this.
    static constexpr uint128 end_of_x = uint128{1} << 69;

    /// Builds the tables. Throws std::invalid_argument for a modulus that does not divide 24, for x
    /// from end_of_x on and as choose_parameters() does, std::bad_alloc where memory does not
    /// suffice, BuildingStopped.
    ClassesWorkload(uint128 x, std::uint64_t modulus, const Builders& builders = 1,
                    const Options& options = {});

    [[nodiscard]] Interval axis() const { return {0, method_ ? method_->axis.end() : 1}; }
    [[nodiscard]] double cost(const Interval& piece) const;
    [[nodiscard]] uint128 border(uint128 position) const;
    [[nodiscard]] Worker make_worker() const { return Worker(options_.set); }

    /// With the kernels of the next simpler instruction set.
    [[nodiscard]] Worker make_auditor() const { return Worker(simpler(options_.set)); }
    [[nodiscard]] Tally work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up = {}) const;

    /// The primes that the sieves of A, B and C have met.
    [[nodiscard]] law::WideSum headline(const Tally& tally) const;

    /// classes_memory_forecast() for this x.
    [[nodiscard]] std::size_t memory(int threads) const;

    /// pi_chi(x) for each of characters_mod(q), from the tally of the whole axis.
    [[nodiscard]] std::vector<PiTerms> terms(const Tally& tally) const;

    /// The primes up to x by class, from the tally of the whole axis. Throws std::logic_error when
    /// that cannot be one.
    [[nodiscard]] tally::ResidueCounts finish(const Tally& tally) const;

  private:
    struct Method {
        Method(const Parameters& parameters, const std::vector<Character>& characters,
               const Builders& builders);
        Tables tables;
        std::vector<std::unique_ptr<const CharacterSums>> sums;
        PiAxis axis;
    };

    [[nodiscard]] std::int64_t small_sum(const Character& chi) const;

    uint128 x_;
    std::uint64_t modulus_;
    Options options_;
    std::vector<Character> characters_;
    std::unique_ptr<const Method> method_; ///< none for small x
};

/// Bytes that a rank with so many threads needs: tables and scratch memory.
/// Throws std::invalid_argument as ClassesWorkload does.
std::uint64_t classes_memory_forecast(uint128 x, std::uint64_t modulus, unsigned threads,
                                      const Options& options = {});

/// How many times the work of pi(x) all classes take.
double classes_cost_factor(std::uint64_t modulus);

} // namespace primerank::pi
