#pragma once

#include "numbers/interval.hpp"
#include "pi/builders.hpp"
#include "pi/cost_model.hpp"
#include "pi/counted_sum.hpp"
#include "pi/easy_leaves.hpp"
#include "pi/hard_leaves.hpp"
#include "pi/phi0.hpp"
#include "pi/tables.hpp"
#include "tally/wide_sum.hpp"

#include <memory>
#include <stop_token>

namespace primerank::pi {

/// The partial result of a piece of the axis: one monoid for each term, side by side.
struct PiTally {
    CountedSums d;
    CountedSum b;
    CountedSum easy; ///< A and C
    int128 phi0 = 0;

    void combine(const PiTally& right);

    friend bool operator==(const PiTally&, const PiTally&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& d;
        archive& b;
        archive& easy;
        serialize_wide(archive, phi0);
    }
};

struct PiTerms {
    int128 a_and_c = 0;
    int128 b = 0;
    int128 d = 0;
    int128 phi0 = 0;
    int128 sigma = 0;

    /// pi(x)
    [[nodiscard]] int128 sum() const { return a_and_c + d - b + phi0 + sigma; }
};

/// pi(x) as work that can be cut up: a campaign::Workload. On its axis lie, end to end, the b-axis
/// of those leaves of D that lie densest (HardLeaves::dense_end()), the n-axis of the rest of D and
/// of B, the v-axis of A and C, and the m-axis of Phi0.
/// For x below combinatorial_start the axis is [0, 1) and primes are counted one by one.
class PiWorkload {
  public:
    using Tally = PiTally;
    static constexpr bool costs_are_rough = true;

    /// Builds the tables. Throws std::invalid_argument as choose_parameters() does, std::bad_alloc
    /// where memory does not suffice, BuildingStopped.
    explicit PiWorkload(uint128 x, const Builders& builders = 1, const Options& options = {});

    struct Worker {
        const Kernels* kernels = nullptr; ///< none for small x
        HardLeaves::Buffers hard;
        EasyLeaves::Buffers easy;
    };

    [[nodiscard]] Interval axis() const { return {0, phi0_end_}; }
    [[nodiscard]] double cost(const Interval& piece) const;
    [[nodiscard]] uint128 border(uint128 position) const;
    [[nodiscard]] Worker make_worker() const;

    /// With the kernels of the next simpler instruction set.
    [[nodiscard]] Worker make_auditor() const;
    [[nodiscard]] Tally work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up = {}) const;

    /// The primes that the sieves of A, B and C have met.
    [[nodiscard]] tally::WideSum headline(const Tally& tally) const;

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
        HardLeaves hard;
        EasyLeaves easy;
        OrdinaryLeaves ordinary;
        CostCurve dense_cost;
        CostCurve hard_cost;
        CostCurve easy_cost;
        CostCurve ordinary_cost;
    };

    [[nodiscard]] HardLeaves::Sums hard_leaves(const Interval& piece, Worker& worker,
                                               const std::stop_token& give_up) const;

    uint128 x_;
    Options options_;
    std::unique_ptr<const Method> method_; ///< none for small x
    uint128 dense_end_ = 0;
    uint128 hard_end_ = 0;
    uint128 easy_end_ = 0;
    uint128 phi0_end_ = 1;
};

/// Bytes that a rank with so many threads needs for pi(x): tables and scratch memory.
/// Throws std::invalid_argument as choose_parameters() does.
std::uint64_t memory_forecast(uint128 x, unsigned threads, const Options& options = {});

} // namespace primerank::pi
