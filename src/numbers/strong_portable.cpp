#include "numbers/bits_128.hpp"
#include "numbers/montgomery_128.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace primerank {
namespace {

/// So many leading bits of an exponent give a power of the base below 2^24.
int leading_bits(unsigned base) {
    return base == 2 ? 4 : base <= 7 ? 3 : 2;
}

std::uint32_t small_power(unsigned base, unsigned exponent) {
    std::uint32_t power = 1;
    for (unsigned i = 0; i < exponent; ++i) {
        power *= base;
    }
    return power;
}

template <std::size_t lanes, std::size_t... i>
std::array<Montgomery128, lanes> fields(const std::array<uint128, lanes>& n,
                                        std::index_sequence<i...> /*all*/) {
    return {Montgomery128(n[i])...};
}

/// The strong test to one base of several numbers in step, as in primality_portable.cpp.
template <std::size_t lanes, bool base_is_2>
std::array<bool, lanes> strong(const std::array<uint128, lanes>& n, unsigned base) {
    const std::array<Montgomery128, lanes> field = fields(n, std::make_index_sequence<lanes>());
    std::array<int, lanes> s;
    for (std::size_t k = 0; k < lanes; ++k) {
        s[k] = countr_zero(n[k] - 1);
    }
    const int largest_s = *std::max_element(s.begin(), s.end());
    int bit =
        std::max(largest_s, bit_width(*std::max_element(n.begin(), n.end())) - leading_bits(base));
    std::array<uint128, lanes> x; // base^k with k = floor((n - 1) / 2^bit)
    for (std::size_t k = 0; k < lanes; ++k) {
        x[k] = Montgomery128::form(small_power(base, static_cast<unsigned>(n[k] >> bit)));
    }
    const auto step_to = [&](int bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const bool odd = (n[k] >> bit & 1) != 0;
            const uint128 square = field[k].square(x[k]);
            x[k] = base_is_2 ? square << unsigned{odd} : square * (odd ? base : 1);
        }
    };
    while (bit > largest_s) {
        step_to(--bit);
    }
    std::array<bool, lanes> pass{};
    for (;;) {
        for (std::size_t k = 0; k < lanes; ++k) {
            pass[k] = pass[k] || (bit <= s[k] && field[k].is_minus_one(x[k]))
                      || (bit == s[k] && field[k].is_one(x[k]));
        }
        if (bit == 1) {
            return pass;
        }
        step_to(--bit);
    }
}

} // namespace

void strong_portable(const uint128* numbers, std::size_t count, unsigned base,
                     std::uint8_t* verdicts) {
    constexpr std::size_t lanes = 3; // as many as registers allow
    for (std::size_t i = 0; i < count; i += lanes) {
        const std::size_t filled = std::min(lanes, count - i);
        const auto n = group_from<lanes>(numbers, i, filled);
        const auto pass = base == 2 ? strong<lanes, true>(n, base) : strong<lanes, false>(n, base);
        std::copy_n(pass.begin(), filled, verdicts + i);
    }
}

bool is_strong_probable_prime(uint128 n, unsigned base) {
    return strong<1, false>({n}, base)[0];
}

} // namespace primerank
