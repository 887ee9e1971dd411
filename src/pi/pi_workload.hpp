#pragma once

#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"
#include "pi/builders.hpp"
#include "pi/character_sums.hpp"
#include "pi/pi_axis.hpp"
#include "pi/pi_tally.hpp"
#include "pi/tables.hpp"

#include <memory>
#include <stop_token>

namespace primerank::pi {

/// pi(x) as work that can be cut up: a law::Workload on a PiAxis. For x below
/// combinatorial_start the axis is [0, 1) and primes are counted one by one.
class PiWorkload {
  public:
    using Tally = PiTally;
    using Worker = CharacterSums::Worker;
    static constexpr bool costs_are_rough = true;

    /// Builds the tables. Throws std::invalid_argument as choose_parameters() does, std::bad_alloc
    /// where memory does not suffice, BuildingStopped.
    explicit PiWorkload(uint128 x, const Builders& builders = 1, const Options& options = {});

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

    /// memory_forecast() for this x.
    [[nodiscard]] std::size_t memory(int threads) const;

    /// Of the tally of the whole axis.
    [[nodiscard]] PiTerms terms(const Tally& tally) const;

    /// pi(x), from the tally of the whole axis. Throws std::logic_error when that cannot be one.
    [[nodiscard]] uint128 finish(const Tally& tally) const;

    [[nodiscard]] uint128 x() const { return x_; }

  private:
    struct Method {
        Method(const Parameters& parameters, const Builders& builders);
        Tables tables;
        CharacterSums sums;
        PiAxis axis;
    };

    uint128 x_;
    Options options_;
    std::unique_ptr<const Method> method_; ///< none for small x
};

/// Bytes that a rank with so many threads needs for pi(x): tables and scratch memory.
/// Throws std::invalid_argument as choose_parameters() does.
std::uint64_t memory_forecast(uint128 x, unsigned threads, const Options& options = {});

} // namespace primerank::pi
