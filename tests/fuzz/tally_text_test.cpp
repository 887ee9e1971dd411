#include "numbers/serialized.hpp"

#include "fuzz/fuzz.hpp"
#include "list/tally.hpp"
#include "tally/counts.hpp"
#include "tally/gaps.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/power_sum.hpp"
#include "tally/product_measure.hpp"
#include "tally/race.hpp"
#include "tally/reciprocal_sum.hpp"
#include "tally/residues.hpp"
#include "tally/table.hpp"
#include "tally/tuplet_gaps.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::tally;

namespace {

const std::vector<std::uint64_t> primes = {2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37,
                                           41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89};

/// A tally of all primes, of some and of none, damaged. use(tally): what else is done with it.
template <Measure M, class Use>
void fuzz_tally(const M& measure, const Use& use) {
    using T = typename M::Tally;
    const std::span<const std::uint64_t> all(primes);
    std::vector<std::string> texts = {serialized(T{})};
    for (const std::size_t count : {1U, 3U, 10U, 24U}) {
        texts.push_back(serialized(measure.of_primes(all.first(count))));
        REQUIRE(deserialized<T>(texts.back()) == measure.of_primes(all.first(count)));
    }
    fuzz::fuzz(texts, "0123456789   -", 150'000, [&](std::string_view text) {
        T tally;
        try {
            tally = deserialized<T>(text);
        } catch (const std::runtime_error&) {
            return true;
        }
        try {
            use(tally);
        } catch (const std::invalid_argument&) { // of another question than what it meets
        }
        const std::string again = serialized(tally);
        return deserialized<T>(again) == tally && serialized(deserialized<T>(again)) == again;
    });
}

constexpr auto nothing = [](const auto&) {};

} // namespace

TEST_CASE("Counts come back from what is read as such") {
    fuzz_tally(CountMeasure(0b111111), [](const Counts& counts) {
        Counts left = CountMeasure(0b111111).of_primes(primes);
        left.combine(counts);
        left.combine(left);
    });
}

TEST_CASE("Counts of patterns come back from what is read as such") {
    const PatternMeasure measure({parse_pattern("0,2"), parse_pattern("0,4,6")});
    fuzz_tally(measure, [&](const PatternCounts& counts) {
        PatternCounts both = counts;
        both.combine(counts);
        PatternCounts left = measure.of_primes(primes);
        left.combine(counts);
    });
}

TEST_CASE("Gaps come back from what is read as such") {
    for (const GapOptions& options : {GapOptions{}, GapOptions{true, 4}}) {
        fuzz_tally(GapMeasure(options), [&](const Gaps& gaps) {
            if (gaps.last_prime().value < ~std::uint64_t{0} - 2) {
                Gaps more = gaps;
                if (!more.empty()) {
                    more.combine(Gaps(more.last_prime().value + 2, options));
                }
                if (!more.empty()) {
                    more.add_prime(more.last_prime().value + 2);
                }
                (void)more.finish(more.last_prime().value + uint128{2});
                (void)more.shortest_news();
            }
        });
    }
}

TEST_CASE("Gaps between constellations come back from what is read as such") {
    const TupletGapMeasure measure({parse_pattern("0,2,6"), parse_pattern("0,4,6")}, {true, 4});
    fuzz_tally(measure, [&](const TupletGaps& gaps) {
        TupletGaps both = gaps;
        both.combine(gaps);
        TupletGaps left = measure.of_primes(primes);
        left.combine(gaps);
        (void)left.report();
        (void)left.take_listed();
    });
}

TEST_CASE("A table comes back from what is read as such") {
    fuzz_tally(TableMeasure({0, 10}, CountMeasure(0b11)), [](const Table<Counts>& table) {
        Table<Counts> both = table;
        both.combine(table);
        (void)both.take_rows_below(3);
    });
}

TEST_CASE("Sums come back from what is read as such") {
    fuzz_tally(PowerSumMeasure(3), [](const PowerSum& sum) { PowerSum(sum).combine(sum); });
    fuzz_tally(ReciprocalSumMeasure(ReciprocalsOf::twins),
               [](const ReciprocalSum& sum) { ReciprocalSum(sum).combine(sum); });
}

TEST_CASE("Residues and races come back from what is read as such") {
    fuzz_tally(ResidueMeasure(12), [](const ResidueCounts& counts) {
        ResidueCounts left = ResidueMeasure(12).of_primes(primes);
        left.combine(counts);
    });
    fuzz_tally(RaceMeasure(Race::of_classes(4, 3, 1)), nothing);
    fuzz_tally(ProductMeasure(CountMeasure(1), ResidueMeasure(4)), nothing);
}
