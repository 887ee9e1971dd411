#pragma once

// Euler's criterion in limbs: included by the sources of the instruction sets, with their features
// switched on.

namespace primerank {

/// Bit i says whether 2^((n-1)/2) = +-1 modulo n = numbers[i], for odd numbers in (Limbs::from,
/// Limbs::limit), so many as `groups` vectors of Limbs hold.
///
/// A shift by k also divides by 2^32, so the exponent e below its leading part is written in digits
/// k - 32, 0 <= k < 32: the leading part and the digits k are those of
/// e + 32 + 32^2 + ... + 32^windows in base 32.
template <class Limbs, std::size_t groups>
std::uint64_t euler_base_2_in_limbs(const std::uint64_t* numbers) {
    using Simd = typename Limbs::Simd;
    constexpr std::size_t size = groups * Limbs::lanes;
    constexpr int window = Limbs::window;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < size; ++i) {
        all |= numbers[i];
    }
    const int windows = (static_cast<int>(std::bit_width(all >> 1)) - 1) / window;
    std::uint64_t offset = 0;
    for (int i = 0; i < windows; ++i) {
        offset = (offset + 1) << window;
    }
    int bit = windows * window;
    alignas(32) std::uint64_t digits[size];
    alignas(32) std::uint64_t power[size];
    std::uint64_t one[size];
    for (std::size_t i = 0; i < size; ++i) {
        one[i] = (0 - numbers[i]) % numbers[i]; // R modulo n
        digits[i] = (numbers[i] >> 1) + offset;
        power[i] = Limbs::shifted(one[i], digits[i] >> bit, numbers[i]);
    }
    Limbs field[groups];
    typename Limbs::Residue x[groups];
    typename Simd::U64 digit[groups];
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        const auto at = Limbs::lanes * g;
        field[g] = Limbs(numbers + at);
        x[g] = Limbs::load(power + at);
        digit[g] = Simd::load(digits + at);
    }
    while (bit > 0) {
        bit -= window;
        for (int squaring = 0; squaring < window; ++squaring) {
#pragma GCC unroll 8
            for (std::size_t g = 0; g < groups; ++g) {
                x[g] = field[g].square(x[g]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            x[g] = field[g].shift(x[g], Simd::bits(digit[g], bit, (1U << window) - 1));
        }
    }
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        field[g].store(power + Limbs::lanes * g, x[g]);
    }
    std::uint64_t pass = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t n = numbers[i];
        const std::uint64_t r = power[i] >= n ? power[i] - n : power[i];
        pass |= std::uint64_t{r == one[i] || r == n - one[i]} << i;
    }
    return pass;
}

} // namespace primerank
