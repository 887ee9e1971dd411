#include "primerank/constellations.hpp"

#include "primerank/awkward.hpp"
#include "tally/reference_sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <stdexcept>

using namespace primerank;

namespace {

constexpr uint128 billion = 1'000'000'000;

const std::vector<Offsets>& patterns() {
    static const std::vector<Offsets> some = {{0},       {0, 2},       {0, 6},
                                              {0, 4, 6}, {0, 2, 6, 8}, {0, 2, 6, 8, 12}};
    return some;
}

Offsets by_definition(const std::vector<std::uint64_t>& primes, const Offsets& offsets) {
    Offsets first_members;
    std::copy_if(primes.begin(), primes.end(), std::back_inserter(first_members),
                 [&](std::uint64_t p) {
                     return std::all_of(offsets.begin(), offsets.end(), [&](std::uint64_t offset) {
                         return offset <= primes.back() - p
                                && std::binary_search(primes.begin(), primes.end(), p + offset);
                     });
                 });
    return first_members;
}

Offsets found(const Offsets& offsets, uint128 start, uint128 stop, unsigned threads) {
    Offsets first_members;
    for_each_constellation(
        offsets, start, stop,
        [&](std::span<const std::uint64_t> some) {
            first_members.insert(first_members.end(), some.begin(), some.end());
        },
        threads);
    return first_members;
}

} // namespace

TEST_CASE("constellations of any interval are found and counted") {
    for (const Bounds& bounds : awkward_intervals()) {
        const auto primes = reference::primes_in({bounds.start, bounds.stop});
        for (const Offsets& offsets : patterns()) {
            INFO(to_string(bounds.start) << " to " << to_string(bounds.stop) << ", "
                                         << offsets.size() << " members up to " << offsets.back());
            const Offsets expected = by_definition(primes, offsets);
            for (const unsigned threads : thread_counts()) {
                CHECK(found(offsets, bounds.start, bounds.stop, threads) == expected);
                CHECK(count_constellations(offsets, bounds.start, bounds.stop, threads)
                      == expected.size());
            }
        }
    }
}

TEST_CASE("many pieces are the same at every number of threads") {
    for (const Offsets& offsets : {Offsets{0, 2}, Offsets{0, 2, 6, 8}}) {
        const Offsets expected = found(offsets, 0, billion, 1);
        CHECK(std::is_sorted(expected.begin(), expected.end()));
        CHECK(count_constellations(offsets, 0, billion, 2) == expected.size());
        for (const unsigned threads : {2U, 5U}) {
            CHECK(found(offsets, 0, billion, threads) == expected);
        }
    }
}

TEST_CASE("what the visitor throws ends the search and reaches the caller") {
    struct Enough {};
    for (const unsigned threads : thread_counts()) {
        int calls = 0;
        CHECK_THROWS_AS(for_each_constellation(
                            {0, 2, 6}, 0, billion,
                            [&](std::span<const std::uint64_t>) {
                                ++calls;
                                throw Enough{};
                            },
                            threads),
                        Enough);
        CHECK(calls == 1);
    }
}

TEST_CASE("offsets and intervals that are none are refused") {
    const auto visit = [](std::span<const std::uint64_t>) {};
    for (const Offsets& offsets : {Offsets{}, {1, 3}, {0, 2, 4}, {0, 6, 2}, {0, 2000}}) {
        CHECK_THROWS_AS(count_constellations(offsets, 0, 100), std::invalid_argument);
        CHECK_THROWS_AS(for_each_constellation(offsets, 0, 100, visit), std::invalid_argument);
    }
    CHECK_THROWS_AS(count_constellations({0, 2}, 10, 5), std::invalid_argument);
    CHECK_THROWS_AS(for_each_constellation({0, 2}, 0, largest_stop + 1, visit),
                    std::invalid_argument);
}
