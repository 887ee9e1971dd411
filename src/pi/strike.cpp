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

/// What becomes of the counts when the bit of a byte is struck: nothing;
struct NoCounter {
    void take(std::size_t /*byte*/, unsigned /*bit*/, unsigned /*was_there*/) {}
};

/// what was there is taken off its line and added up;
struct Counter {
    std::int16_t* lines;
    std::int64_t removed = 0;

    void take_off(std::size_t byte, std::int64_t count) {
        lines[byte / 64] = static_cast<std::int16_t>(lines[byte / 64] - count);
        removed += count;
    }
    void take(std::size_t byte, unsigned /*bit*/, unsigned was_there) { take_off(byte, was_there); }
};

/// the same with its sign.
struct SignedCounter : Counter {
    MinusPlaces minus;

    SignedCounter(std::int16_t* line_counts, MinusPlaces places)
        : Counter{line_counts}, minus(places) {}

    void take(std::size_t byte, unsigned bit, unsigned was_there) {
        const unsigned is_minus = minus >> (byte % 4 * 8 + bit) & was_there;
        take_off(byte, std::int64_t{was_there} - 2 * std::int64_t{is_minus});
    }
};

template <class C>
inline void hit(std::uint8_t* bitmap, std::size_t byte, unsigned bit, C& counter) {
    const unsigned before = bitmap[byte];
    bitmap[byte] = static_cast<std::uint8_t>(before & ~(1U << bit));
    counter.take(byte, bit, before >> bit & 1);
}

/// For the primes of one residue class mod 30: whole turns of the wheel are unrolled, so that the
/// bits are constants.
template <class C, std::size_t Class>
C strike_class(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p, WheelCursor& cursor,
               C counter) {
    const std::size_t bytes_per_gap = p / 30;
    std::size_t byte = cursor.byte;
    unsigned i = cursor.index;
    for (; i != 0 && byte < bytes; i = (i + 1) & 7) {
        hit(bitmap, byte, wheel_steps.bit[Class][i], counter);
        byte += bytes_per_gap * wheel_gaps[i] + wheel_steps.carry[Class][i];
    }
    if (i == 0) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const std::size_t offsets[] = {bytes_per_gap * offset<Class, I>().gaps
                                           + offset<Class, I>().carries...};
            for (; byte + offsets[7] < bytes; byte += p) {
                (hit(bitmap, byte + offsets[I], wheel_steps.bit[Class][I], counter), ...);
            }
        }
        (std::make_index_sequence<8>());
    }
    for (; byte < bytes; i = (i + 1) & 7) {
        hit(bitmap, byte, wheel_steps.bit[Class][i], counter);
        byte += bytes_per_gap * wheel_gaps[i] + wheel_steps.carry[Class][i];
    }
    cursor.byte = static_cast<std::uint32_t>(byte - bytes);
    cursor.index = static_cast<std::uint8_t>(i);
    return counter;
}

template <class C>
C strike_any(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p, WheelCursor& cursor,
             const C& counter) {
    using Function = C (*)(std::uint8_t*, std::size_t, std::uint32_t, WheelCursor&, C);
    static constexpr Function of_class[] = {
        strike_class<C, 0>, strike_class<C, 1>, strike_class<C, 2>, strike_class<C, 3>,
        strike_class<C, 4>, strike_class<C, 5>, strike_class<C, 6>, strike_class<C, 7>};
    return of_class[cursor.p_class](bitmap, bytes, p, cursor, counter);
}

} // namespace

void strike(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p, WheelCursor& cursor) {
    strike_any(bitmap, bytes, p, cursor, NoCounter{});
}

std::int64_t strike_and_count(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p,
                              WheelCursor& cursor, MinusPlaces minus, std::int16_t* line_counts) {
    return minus == 0
               ? strike_any(bitmap, bytes, p, cursor, Counter{line_counts}).removed
               : strike_any(bitmap, bytes, p, cursor, SignedCounter(line_counts, minus)).removed;
}

} // namespace primerank::pi
