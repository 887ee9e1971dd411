#include "primerank/internal/count_patterns.hpp"

#include "constellations/measures.hpp"
#include "constellations/workload.hpp"
#include "primerank/internal/run.hpp"
#include "sieve/cost.hpp"
#include "tally/enumeration.hpp"
#include "tally/pattern_counts.hpp"

#include <memory>
#include <numeric>

namespace primerank::internal {
namespace {

using constellations::Family;

std::uint64_t count_by_search(const std::shared_ptr<const Family>& family, const Interval& interval,
                              unsigned threads) {
    const std::size_t kinds = family->patterns().size();
    const constellations::Workload workload(
        interval, family, constellations::CountMeasure(kinds),
        [](const constellations::Counts& counts) { return law::WideSum(counts.whole(0)); });
    const constellations::Counts counts = run(workload, threads);
    std::uint64_t sum = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        sum += counts.whole(kind);
    }
    return sum;
}

std::uint64_t count_by_enumeration(const std::vector<tally::Pattern>& patterns,
                                   const Interval& interval, unsigned threads) {
    const auto sum_of = [](const tally::PatternCounts& counts) {
        return std::accumulate(counts.counts().begin(), counts.counts().end(), std::uint64_t{0});
    };
    const tally::Enumeration workload(
        interval, tally::PatternMeasure(patterns), sieve::Method::enumerate,
        [&](const tally::PatternCounts& counts) { return law::WideSum(sum_of(counts)); });
    return sum_of(run(workload, threads));
}

} // namespace

std::uint64_t count_patterns(const std::vector<tally::Pattern>& patterns, const Interval& interval,
                             unsigned threads) {
    const auto family = std::make_shared<const Family>(patterns);
    return constellations::SearchCost(*family)(interval)
                   < sieve::cost(interval, sieve::Method::enumerate)
               ? count_by_search(family, interval, threads)
               : count_by_enumeration(patterns, interval, threads);
}

} // namespace primerank::internal
