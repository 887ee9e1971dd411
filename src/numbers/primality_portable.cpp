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

/// Bits of the exponent that strong_base_2() reads at a time.
constexpr int window = 6;

/// 64 + 64^2 + ... + 64^windows
constexpr std::uint64_t digit_offset(int windows) {
    std::uint64_t sum = 0;
    for (int i = 0; i < windows; ++i) {
        sum = (sum + 1) << window;
    }
    return sum;
}

/// The powers of two of every lane along its exponent n - 1 = d 2^s: x = 2^k with
/// k = floor((n - 1) / 2^bit).
template <std::size_t lanes>
class PowersOfTwo {
  public:
    explicit PowersOfTwo(const Numbers<lanes>& n) : n_(n), field_(fields(n)) {
        for (std::size_t k = 0; k < lanes; ++k) {
            x_[k] = field_[k].one();
        }
    }

    /// From the top down to a bit >= 1.
    ///
    /// A power of two is a plain shift, but each shift also divides by R = 2^64: so the exponent is
    /// written with digits k - 64, 0 <= k < 64, below a leading part,
    ///     e = leading 64^w + sum of (k_i - 64) 64^i over i < w,
    /// where leading and k_i are the digits in base 64 of e + 64 + 64^2 + ... + 64^w.
    void start_at(int bit) {
        const int windows = (bit_width_of_largest(n_) - bit - 1) / window;
        const int leading_bit = windows * window;
        Numbers<lanes> digits;
        Numbers<lanes> leading;
        for (std::size_t k = 0; k < lanes; ++k) {
            digits[k] = (n_[k] >> bit) + digit_offset(windows);
            leading[k] = digits[k] >> leading_bit;
        }
        for (int i = bit_width_of_largest(leading) - 1; i >= 0; --i) {
            step(leading, i);
        }
        for (int i = leading_bit - window; i >= 0; i -= window) {
            for (int squaring = 0; squaring < window; ++squaring) {
                for (std::size_t k = 0; k < lanes; ++k) {
                    x_[k] = field_[k].square(x_[k]);
                }
            }
            for (std::size_t k = 0; k < lanes; ++k) {
                x_[k] = field_[k].shift(x_[k], digits[k] >> i & 63);
            }
        }
    }

    /// From bit + 1 to bit >= 1.
    void step_to(int bit) { step(n_, bit); }

    [[nodiscard]] bool is_one(std::size_t k) const { return x_[k] == field_[k].one(); }
    [[nodiscard]] bool is_minus_one(std::size_t k) const { return x_[k] == field_[k].minus_one(); }

  private:
    /// x <- x^2 2^b for bit b of the exponent.
    void step(const Numbers<lanes>& exponent, int bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const std::uint64_t square = field_[k].square(x_[k]);
            const std::uint64_t twice = field_[k].add(square, square);
            x_[k] = (exponent[k] >> bit & 1) != 0 ? twice : square;
        }
    }

    Numbers<lanes> n_;
    std::array<Montgomery, lanes> field_;
    Numbers<lanes> x_;
};

template <std::size_t lanes>
Verdicts<lanes> strong_base_2(const Numbers<lanes>& n) {
    int largest_s = 0;
    for (std::size_t k = 0; k < lanes; ++k) {
        largest_s = std::max(largest_s, std::countr_zero(n[k] - 1));
    }
    PowersOfTwo<lanes> powers(n);
    powers.start_at(largest_s);
    Verdicts<lanes> pass{};
    for (int bit = largest_s;;) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const int s = std::countr_zero(n[k] - 1);
            // Integers, for branches here could not be predicted.
            const unsigned minus = unsigned{bit <= s} & unsigned{powers.is_minus_one(k)};
            const unsigned plus = unsigned{bit == s} & unsigned{powers.is_one(k)};
            pass[k] = (unsigned{pass[k]} | minus | plus) != 0;
        }
        if (--bit == 0) {
            return pass;
        }
        powers.step_to(bit);
    }
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
constexpr std::size_t strong_lanes = 5;
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

void strong_base_2_kernel(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    for (std::size_t i = 0; i < count; i += strong_lanes) {
        const std::size_t filled = std::min(strong_lanes, count - i);
        const auto pass = strong_base_2(lanes_from<strong_lanes>(numbers, i, filled));
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

const PrimalityKernels portable_primality_kernels = {strong_base_2_kernel, strong_base_2_kernel,
                                                     extra_strong_lucas_kernel,
                                                     extra_strong_lucas_kernel, strong_portable};

bool is_strong_probable_prime_base_2(std::uint64_t n) {
    return strong_base_2<1>({n})[0];
}

bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter) {
    return extra_strong_lucas<1>({n}, {parameter})[0];
}

} // namespace primerank
