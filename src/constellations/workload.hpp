#pragma once

#include "constellations/cost.hpp"
#include "constellations/family.hpp"
#include "constellations/search.hpp"
#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

namespace primerank::constellations {

/// What is taken down of the constellations that a search finds: measure.collector(piece) takes
/// first members by add(kind, first members), in no order, of constellations that end in the piece,
/// and gives their tally by finish(). See tally::Measure for what takes down primes.
template <class M>
concept Measure = requires(const M& measure, const Interval& piece,
                           std::span<const std::uint64_t> first_members) {
    measure.collector(piece).add(std::size_t{}, first_members);
    { measure.collector(piece).finish() } -> std::same_as<typename M::Tally>;
};

/// A measure taken over the constellations of an interval, found by sieving for their patterns: the
/// workload (in the sense of law::Workload) beside tally::Enumeration.
template <Measure M>
class Workload {
  public:
    using Tally = typename M::Tally;
    using Worker = Search;
    using Headline = std::function<law::WideSum(const Tally&)>;

    /// interval.stop <= 2^64. headline: the number that stands for a tally in reports.
    Workload(const Interval& interval, std::shared_ptr<const Family> family, M measure,
             Headline headline)
        : interval_(interval), family_(std::move(family)), measure_(std::move(measure)),
          headline_(std::move(headline)), cost_(std::make_shared<SearchCost>(*family_)) {}

    [[nodiscard]] Interval axis() const { return interval_; }
    [[nodiscard]] double cost(const Interval& piece) const { return (*cost_)(piece); }
    [[nodiscard]] uint128 border(uint128 position) const { return position; }

    [[nodiscard]] Worker make_worker() const { return Search(family_, Search::Way::usual); }
    [[nodiscard]] Worker make_auditor() const { return Search(family_, Search::Way::audit); }

    [[nodiscard]] Tally work(const Interval& piece, Worker& search,
                             const std::stop_token& give_up = {}) const {
        auto collector = measure_.collector(piece);
        search.run(
            piece,
            [&](std::size_t kind, std::span<const std::uint64_t> first_members) {
                collector.add(kind, first_members);
            },
            give_up);
        return collector.finish();
    }

    [[nodiscard]] std::size_t memory(int threads) const {
        return static_cast<std::size_t>(threads) * Search::memory(*family_);
    }

    /// Bytes that the tally of an interval may hold beyond those of an empty one.
    [[nodiscard]] double held_bytes(const Interval& piece) const {
        if constexpr (requires { measure_.held_bytes(piece); }) {
            return measure_.held_bytes(piece);
        } else {
            return 0;
        }
    }

    [[nodiscard]] law::WideSum headline(const Tally& tally) const { return headline_(tally); }

  private:
    Interval interval_;
    std::shared_ptr<const Family> family_;
    M measure_;
    Headline headline_;
    std::shared_ptr<const SearchCost> cost_;
};

} // namespace primerank::constellations
