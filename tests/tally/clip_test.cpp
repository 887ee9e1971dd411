#include "tally/clip.hpp"

#include "random_cases.hpp"
#include "tally/law.hpp"
#include "tally/segment_bits.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::tally;

namespace {

std::vector<std::uint64_t> numbers_of(const sieve::Segment& segment) {
    std::vector<std::uint64_t> numbers;
    for_each_prime(segment, [&](std::uint64_t n) { numbers.push_back(n); });
    return numbers;
}

bool is_well_formed(const sieve::Segment& segment) {
    const std::uint8_t* const end = segment.bytes.data() + segment.bytes.size();
    return segment.base % 30 == 0 && segment.bytes.size() % 8 == 0
           && reinterpret_cast<std::uintptr_t>(segment.bytes.data()) % 64 == 0
           && std::all_of(end, end + 64, [](std::uint8_t byte) { return byte == 0; });
}

} // namespace

TEST_CASE("A clipped segment has the primes of its interval") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (const law::Window& window : law::windows()) {
        const Interval piece{
            window.interval.start,
            std::min<uint128>(window.interval.stop, window.interval.start + 900'000)};
        const auto of_segment = window.primes_of({std::max<uint128>(piece.start, 7), piece.stop});
        const reference::SegmentBuffer buffer(piece, of_segment);
        const auto width = static_cast<std::uint64_t>(piece.width());
        for (int i = 0; i < law::scaled(300); ++i) {
            const uint128 start = piece.start + random() % width;
            const uint128 stop =
                std::min(piece.stop, start + random() % (i % 2 == 0 ? 100 : width));
            INFO(to_string(Interval{start, stop}));
            const ClippedSegment clipped(buffer.view(), {start, stop});
            const auto expected = window.primes_of({std::max<uint128>(start, 7), stop});
            const bool same_numbers =
                numbers_of(clipped.view())
                == std::vector<std::uint64_t>(expected.begin(), expected.end());
            CHECK(same_numbers);
            CHECK(is_well_formed(clipped.view()));
        }
        const ClippedSegment same(buffer.view(), extent(buffer.view()));
        const bool all_there = numbers_of(same.view()) == numbers_of(buffer.view());
        CHECK(all_there);
        CHECK(same.view().base == buffer.view().base);
        CHECK(same.view().bytes.size() == buffer.view().bytes.size());
        const ClippedSegment none(buffer.view(), {0, piece.start - piece.start % 30});
        CHECK(numbers_of(none.view()).empty());
        CHECK(is_well_formed(none.view()));
    }
}
