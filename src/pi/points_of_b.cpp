#include "pi/points_of_b.hpp"

#include "pi/wheel.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace primerank::pi {
// The points in [low, high) are floor(x / p) with max(y, x / high) < p <= min(sqrt x, x / low).
// floor(x / p) is sqrt x itself when that is prime.
void PointsOfB::add(const Interval& segment, const RankTable& ranks) {
    const auto survivors_up_to = [&](std::uint64_t offset) {
        return kernels_.survivors_up_to(ranks, offset);
    };
    const auto low = static_cast<std::uint64_t>(segment.start);
    const auto high = static_cast<std::uint64_t>(segment.stop);
    const std::int64_t not_counted =
        low <= limits_.sqrt_x ? survivors_up_to(limits_.sqrt_x - low) : 0;
    const auto above = static_cast<std::uint64_t>(std::max<uint128>(limits_.y, limits_.x / high));
    const auto largest = static_cast<std::uint64_t>(
        std::min<uint128>(limits_.sqrt_x, limits_.x / std::max<std::uint64_t>(low, 1)));
    const Numerator x(limits_.x);
    WeightedSum sum;
    for (std::uint64_t first = above; first < largest; first += window_numbers) {
        const std::uint64_t last = std::min(first + window_numbers, largest);
        const PrimeSieve::Window window = sieve_.window(first + 1, last + 1);
        for (const int sign : of_.signs()) {
            const WeightedSum of_sign =
                kernels_.leaves_by_ranks(primes_of(window, sign), x, low, high, ranks);
            sum += {sign * of_sign.sum, sign * of_sign.weight};
        }
    }
    sum_.sum += sum.sum + static_cast<int128>(sum.weight) * (sum_.count - not_counted);
    sum_.weight += sum.weight;
    sum_.count += survivors_up_to(high - low - 1) - not_counted;
}

/// The primes of a window, whose base may be any multiple of 30, with chi(p) = sign.
Candidates PointsOfB::primes_of(const PrimeSieve::Window& window, int sign) {
    const MinusPlaces minus =
        std::rotr(of_.chi.minus(), static_cast<int>(8 * (window.base / 30 % 4)));
    const std::uint64_t wanted = doubled(sign > 0 ? ~minus : minus);
    buffer_.resize(window_numbers / 3);
    std::uint32_t* next = buffer_.data();
    for (std::size_t i = 0; i < window.bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, window.bytes.data() + i, sizeof word);
        for (word &= wanted; word != 0; word &= word - 1) {
            *next++ = static_cast<std::uint32_t>(
                30 * i + wheel_offsets[static_cast<std::size_t>(std::countr_zero(word))]);
        }
    }
    return {nullptr, buffer_.data(), static_cast<std::size_t>(next - buffer_.data()), window.base};
}

} // namespace primerank::pi
