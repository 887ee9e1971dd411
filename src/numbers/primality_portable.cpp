#include "numbers/montgomery.hpp"
#include "numbers/primality_kernels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

// Several numbers advance in step, so that the long chains of dependent multiplications of one fill
// the waiting times of the others. All lanes read their exponents from a common top bit down,
// whatever the size of their own numbers: the leading zeros of a shorter exponent leave 2^0 = 1 and
// V_0 = 2 in place.

namespace primerank {
namespace {

template <std::size_t lanes>
using Numbers = std::array<std::uint64_t, lanes>;

template <std::size_t lanes>
using Verdicts = std::array<bool, lanes>;

template <std::size_t lanes, std::size_t... i>
std::array<Montgomery, lanes> fields(const Numbers<lanes>& n, std::index_sequence<i...> /*all*/) {
    return {Montgomery(n[i])...};
}

template <std::size_t lanes>
std::array<Montgomery, lanes> fields(const Numbers<lanes>& n) {
    return fields(n, std::make_index_sequence<lanes>());
}

template <std::size_t lanes>
int bit_width_of_largest(const Numbers<lanes>& exponents) {
    return 64 - std::countl_zero(*std::max_element(exponents.begin(), exponents.end()));
}

/// Windows of the exponent (n - 1) / 2 in euler_base_2().
constexpr int window = 6;

/// 64 + 64^2 + ... + 64^windows
constexpr std::uint64_t digit_offset(int windows) {
    std::uint64_t sum = 0;
    for (int i = 0; i < windows; ++i) {
        sum = (sum + 1) << window;
    }
    return sum;
}

// A power of two is a plain shift, but each shift also divides by R = 2^64: so the exponent is
// written with digits k - 64, 0 <= k < 64, below a leading part,
//     e = leading 64^w + sum of (k_i - 64) 64^i over i < w,
// where leading and k_i are the digits in base 64 of e + 64 + 64^2 + ... + 64^w.
template <std::size_t lanes>
Verdicts<lanes> euler_base_2(const Numbers<lanes>& n) {
    const std::array<Montgomery, lanes> field = fields(n);
    const int windows = (bit_width_of_largest(n) - 2) / window;
    const int leading_bit = windows * window;
    Numbers<lanes> digits;
    Numbers<lanes> leading;
    Numbers<lanes> x; // 2^(digits read so far)
    for (std::size_t k = 0; k < lanes; ++k) {
        digits[k] = n[k] / 2 + digit_offset(windows);
        leading[k] = digits[k] >> leading_bit;
        x[k] = field[k].one();
    }
    for (int bit = bit_width_of_largest(leading) - 1; bit >= 0; --bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const std::uint64_t square = field[k].square(x[k]);
            const std::uint64_t twice = field[k].add(square, square);
            x[k] = (leading[k] >> bit & 1) != 0 ? twice : square;
        }
    }
    for (int bit = leading_bit - window; bit >= 0; bit -= window) {
        for (int squaring = 0; squaring < window; ++squaring) {
            for (std::size_t k = 0; k < lanes; ++k) {
                x[k] = field[k].square(x[k]);
            }
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            x[k] = field[k].shift(x[k], digits[k] >> bit & 63);
        }
    }
    Verdicts<lanes> pass;
    for (std::size_t k = 0; k < lanes; ++k) {
        // (2 | n) is 1 when n = +-1 modulo 8, that is when bits 1 and 2 agree.
        const bool minus = ((n[k] ^ n[k] >> 1) & 2) != 0;
        pass[k] = x[k] == (minus ? field[k].minus_one() : field[k].one());
    }
    return pass;
}

/// yes or no, without a branch: the bits of an exponent cannot be predicted.
std::uint64_t select(bool condition, std::uint64_t yes, std::uint64_t no) {
    return no ^ ((yes ^ no) & (0 - std::uint64_t{condition}));
}

template <std::size_t lanes>
Verdicts<lanes> extra_strong_lucas(const Numbers<lanes>& n, const Numbers<lanes>& parameter) {
    const std::array<Montgomery, lanes> field = fields(n);
    Numbers<lanes> exponent;
    Numbers<lanes> parity_changes;
    Numbers<lanes> two;
    Numbers<lanes> p;
    Numbers<lanes> even; // with k = exponent >> bit, these are V_k and V_(k+1),
    Numbers<lanes> odd;  // in the order that their names say
    int most_twos = 0;
    for (std::size_t k = 0; k < lanes; ++k) {
        exponent[k] = n[k] + 1;
        parity_changes[k] = exponent[k] ^ exponent[k] >> 1;
        even[k] = two[k] = field[k].form(2);
        odd[k] = p[k] = field[k].form(parameter[k]);
        most_twos = std::max(most_twos, std::countr_zero(exponent[k]));
    }
    // From k to 2k + b: V_(2k+1) = V_k V_(k+1) - P, and V_2j = V_j^2 - 2 for j = k + b, which is
    // odd where the bits k mod 2 and b differ.
    const auto step = [&](int bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const bool j_is_odd = (parity_changes[k] >> bit & 1) != 0;
            const std::uint64_t v_j = select(j_is_odd, odd[k], even[k]);
            odd[k] = field[k].subtract(field[k].multiply(odd[k], even[k]), p[k]);
            even[k] = field[k].subtract(field[k].square(v_j), two[k]);
        }
    };
    int bit = bit_width_of_largest(exponent) - 1;
    for (; bit > most_twos; --bit) {
        step(bit);
    }
    // Given V_d = +-2, U_d = 0 means V_(d+1) = +-P: D U_d = 2 V_(d+1) - P V_d, and D is prime to n.
    Verdicts<lanes> pass{};
    for (; bit >= 1; --bit) {
        step(bit);
        for (std::size_t k = 0; k < lanes; ++k) {
            const int s = std::countr_zero(exponent[k]);
            if (bit == s) { // k = d, odd
                const bool plus = odd[k] == two[k] && even[k] == p[k];
                const bool minus =
                    odd[k] == field[k].modulus() - two[k] && even[k] == field[k].modulus() - p[k];
                pass[k] = plus || minus || (bit >= 2 && odd[k] == 0);
            } else if (bit < s) {
                pass[k] = pass[k] || (bit >= 2 && even[k] == 0);
            }
        }
    }
    return pass;
}

// As many lanes as hide the latency of the multiplications without spilling too many registers.
constexpr std::size_t euler_lanes = 5;
constexpr std::size_t lucas_lanes = 4;

/// values[i], ..., values[i + filled - 1], the last repeated to fill the lanes.
template <std::size_t lanes, class T>
Numbers<lanes> lanes_from(const T* values, std::size_t i, std::size_t filled) {
    Numbers<lanes> result;
    for (std::size_t k = 0; k < lanes; ++k) {
        result[k] = values[i + std::min(k, filled - 1)];
    }
    return result;
}

void euler_base_2_kernel(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    for (std::size_t i = 0; i < count; i += euler_lanes) {
        const std::size_t filled = std::min(euler_lanes, count - i);
        const auto pass = euler_base_2(lanes_from<euler_lanes>(numbers, i, filled));
        std::copy_n(pass.begin(), filled, verdicts + i);
    }
}

void extra_strong_lucas_kernel(const std::uint64_t* numbers, const std::uint32_t* parameters,
                               std::size_t count, std::uint8_t* verdicts) {
    for (std::size_t i = 0; i < count; i += lucas_lanes) {
        const std::size_t filled = std::min(lucas_lanes, count - i);
        const auto pass = extra_strong_lucas(lanes_from<lucas_lanes>(numbers, i, filled),
                                             lanes_from<lucas_lanes>(parameters, i, filled));
        std::copy_n(pass.begin(), filled, verdicts + i);
    }
}

} // namespace

const PrimalityKernels portable_primality_kernels = {
    euler_base_2_kernel, euler_base_2_kernel, extra_strong_lucas_kernel, extra_strong_lucas_kernel};

bool is_euler_probable_prime_base_2(std::uint64_t n) {
    return euler_base_2<1>({n})[0];
}

bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter) {
    return extra_strong_lucas<1>({n}, {parameter})[0];
}

} // namespace primerank
