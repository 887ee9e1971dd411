#include "numbers/montgomery.hpp"
#include "numbers/primality_kernels.hpp"

#include <algorithm>
#include <array>
#include <bit>

// Several numbers advance in step, so that the long chains of dependent multiplications of one fill
// the waiting times of the others. All lanes walk the bits of their exponents e from a common
// top bit down to bit 1: after bit b a lane holds its power for e >> b, whatever the size of its
// own number, since the leading zeros of a shorter exponent leave 2^0 = 1 and V_0 = 2 in place.

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

template <std::size_t lanes>
Verdicts<lanes> strong_base_2(const Numbers<lanes>& n) {
    const std::array<Montgomery, lanes> field = fields(n);
    Numbers<lanes> exponent;
    Numbers<lanes> x; // 2^(exponent >> bit)
    int most_twos = 0;
    for (std::size_t k = 0; k < lanes; ++k) {
        exponent[k] = n[k] - 1;
        x[k] = field[k].one();
        most_twos = std::max(most_twos, std::countr_zero(exponent[k]));
    }
    const auto step = [&](int bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const std::uint64_t square = field[k].square(x[k]);
            const std::uint64_t twice = field[k].add(square, square);
            x[k] = (exponent[k] >> bit & 1) != 0 ? twice : square;
        }
    };
    int bit = bit_width_of_largest(exponent) - 1;
    for (; bit > most_twos; --bit) {
        step(bit);
    }
    Verdicts<lanes> pass{};
    for (; bit >= 1; --bit) {
        step(bit);
        for (std::size_t k = 0; k < lanes; ++k) {
            const int s = std::countr_zero(exponent[k]);
            pass[k] = pass[k] || (bit <= s && x[k] == field[k].minus_one())
                      || (bit == s && x[k] == field[k].one());
        }
    }
    return pass;
}

template <std::size_t lanes>
Verdicts<lanes> extra_strong_lucas(const Numbers<lanes>& n, const Numbers<lanes>& parameter) {
    const std::array<Montgomery, lanes> field = fields(n);
    Numbers<lanes> exponent;
    Numbers<lanes> two;
    Numbers<lanes> p;
    Numbers<lanes> v;      // V_k for k = exponent >> bit
    Numbers<lanes> v_next; // V_(k+1)
    int most_twos = 0;
    for (std::size_t k = 0; k < lanes; ++k) {
        exponent[k] = n[k] + 1;
        v[k] = two[k] = field[k].form(2);
        v_next[k] = p[k] = field[k].form(parameter[k]);
        most_twos = std::max(most_twos, std::countr_zero(exponent[k]));
    }
    // V_2k = V_k^2 - 2 and V_(2k+1) = V_k V_(k+1) - P, as Q = 1.
    const auto step = [&](int bit) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const bool odd = (exponent[k] >> bit & 1) != 0;
            const std::uint64_t middle =
                field[k].subtract(field[k].multiply(v[k], v_next[k]), p[k]);
            const std::uint64_t end =
                field[k].subtract(field[k].square(odd ? v_next[k] : v[k]), two[k]);
            v[k] = odd ? middle : end;
            v_next[k] = odd ? end : middle;
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
            const bool plus = v[k] == two[k] && v_next[k] == p[k];
            const bool minus =
                v[k] == field[k].modulus() - two[k] && v_next[k] == field[k].modulus() - p[k];
            pass[k] =
                pass[k] || (bit == s && (plus || minus)) || (bit <= s && bit >= 2 && v[k] == 0);
        }
    }
    return pass;
}

constexpr std::size_t group = 6;

template <class Test>
void in_groups(std::size_t count, std::uint8_t* verdicts, Test test) {
    for (std::size_t i = 0; i < count; i += group) {
        const std::size_t filled = std::min(group, count - i);
        const Verdicts<group> pass = test(i, filled);
        std::copy_n(pass.begin(), filled, verdicts + i);
    }
}

/// values[i], ..., values[i + filled - 1], the last repeated to fill the lanes.
template <class T>
Numbers<group> lanes_from(const T* values, std::size_t i, std::size_t filled) {
    Numbers<group> result;
    for (std::size_t k = 0; k < group; ++k) {
        result[k] = values[i + std::min(k, filled - 1)];
    }
    return result;
}

void strong_base_2_kernel(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    in_groups(count, verdicts, [numbers](std::size_t i, std::size_t filled) {
        return strong_base_2(lanes_from(numbers, i, filled));
    });
}

void extra_strong_lucas_kernel(const std::uint64_t* numbers, const std::uint32_t* parameters,
                               std::size_t count, std::uint8_t* verdicts) {
    in_groups(count, verdicts, [=](std::size_t i, std::size_t filled) {
        return extra_strong_lucas(lanes_from(numbers, i, filled),
                                  lanes_from(parameters, i, filled));
    });
}

} // namespace

const PrimalityKernels portable_primality_kernels = {strong_base_2_kernel,
                                                     extra_strong_lucas_kernel};

bool is_strong_probable_prime_base_2(std::uint64_t n) {
    return strong_base_2<1>({n})[0];
}

bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter) {
    return extra_strong_lucas<1>({n}, {parameter})[0];
}

} // namespace primerank
