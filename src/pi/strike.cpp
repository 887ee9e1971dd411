#include "pi/strike.hpp"

#include <utility>

namespace primerank::pi {
namespace {

/// Bytes from the multiple p c, c = 1 mod 30, to the i-th one after it: p / 30 times the first plus
/// the second.
struct Offset {
    std::uint32_t gaps = 0;
    std::uint32_t carries = 0;
};

template <std::size_t Class, std::size_t I>
constexpr Offset offset() {
    Offset sum;
    for (std::size_t i = 0; i < I; ++i) {
        sum.gaps += wheel_gaps[i];
        sum.carries += wheel_steps.carry[Class][i];
    }
    return sum;
}

template <bool Counted>
inline void hit(std::uint8_t* bitmap, std::size_t byte, unsigned bit,
                [[maybe_unused]] std::uint16_t* line_counts,
                [[maybe_unused]] std::uint64_t& removed) {
    const unsigned before = bitmap[byte];
    bitmap[byte] = static_cast<std::uint8_t>(before & ~(1U << bit));
    if constexpr (Counted) {
        const unsigned was_there = before >> bit & 1;
        line_counts[byte / 64] = static_cast<std::uint16_t>(line_counts[byte / 64] - was_there);
        removed += was_there;
    }
}

/// For the primes of one residue class mod 30: whole turns of the wheel are unrolled, so that the
/// bits are constants.
template <bool Counted, std::size_t Class>
std::uint64_t strike_class(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p,
                           WheelCursor& cursor, std::uint16_t* line_counts) {
    const std::size_t bytes_per_gap = p / 30;
    std::size_t byte = cursor.byte;
    unsigned i = cursor.index;
    std::uint64_t removed = 0;
    for (; i != 0 && byte < bytes; i = (i + 1) & 7) {
        hit<Counted>(bitmap, byte, wheel_steps.bit[Class][i], line_counts, removed);
        byte += bytes_per_gap * wheel_gaps[i] + wheel_steps.carry[Class][i];
    }
    if (i == 0) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const std::size_t offsets[] = {bytes_per_gap * offset<Class, I>().gaps
                                           + offset<Class, I>().carries...};
            for (; byte + offsets[7] < bytes; byte += p) {
                (hit<Counted>(bitmap, byte + offsets[I], wheel_steps.bit[Class][I], line_counts,
                              removed),
                 ...);
            }
        }
        (std::make_index_sequence<8>());
    }
    for (; byte < bytes; i = (i + 1) & 7) {
        hit<Counted>(bitmap, byte, wheel_steps.bit[Class][i], line_counts, removed);
        byte += bytes_per_gap * wheel_gaps[i] + wheel_steps.carry[Class][i];
    }
    cursor.byte = static_cast<std::uint32_t>(byte - bytes);
    cursor.index = static_cast<std::uint8_t>(i);
    return removed;
}

template <bool Counted>
std::uint64_t strike_any(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p,
                         WheelCursor& cursor, std::uint16_t* line_counts) {
    using Function =
        std::uint64_t (*)(std::uint8_t*, std::size_t, std::uint32_t, WheelCursor&, std::uint16_t*);
    static constexpr Function of_class[] = {strike_class<Counted, 0>, strike_class<Counted, 1>,
                                            strike_class<Counted, 2>, strike_class<Counted, 3>,
                                            strike_class<Counted, 4>, strike_class<Counted, 5>,
                                            strike_class<Counted, 6>, strike_class<Counted, 7>};
    return of_class[cursor.p_class](bitmap, bytes, p, cursor, line_counts);
}

} // namespace

void strike(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p, WheelCursor& cursor) {
    strike_any<false>(bitmap, bytes, p, cursor, nullptr);
}

std::uint64_t strike_and_count(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p,
                               WheelCursor& cursor, std::uint16_t* line_counts) {
    return strike_any<true>(bitmap, bytes, p, cursor, line_counts);
}

} // namespace primerank::pi
