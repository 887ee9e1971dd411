#include "numbers/bits_128.hpp"
#include "numbers/montgomery.hpp"
#include "numbers/montgomery_avx512.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_X86

#include <algorithm>
#include <array>
#include <cstring>

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

#include "simd/doubles_avx512.hpp"

#include "numbers/double_limbs.hpp"
#include "numbers/euler_doubles.hpp"
#include "numbers/lucas_ladder.hpp"
#include "numbers/strong_double_limbs.hpp"

PRIMERANK_TARGET_END

// Eight numbers a vector, and several vectors in step: the long chains of dependent multiplications
// of one fill the waiting times of the others. As in primality_portable.cpp all lanes walk their
// exponents from a common top bit down.

namespace primerank {
namespace {

using namespace ifma;

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

/// V_k and V_(k+1) as integers, for k < 4, in the order that the names say.
struct SmallLucas {
    Vector even;
    Vector odd;

    SmallLucas(Vector p, Vector k) {
        const Vector zero = _mm512_setzero_si512();
        const Vector square = add_low(zero, p, p);
        const Vector v2 = _mm512_sub_epi64(square, broadcast(2));
        const Vector v3 = add_low(zero, p, _mm512_sub_epi64(square, broadcast(3)));
        const Vector v4 = _mm512_sub_epi64(add_low(zero, v2, v2), broadcast(2));
        odd = _mm512_mask_mov_epi64(p, _mm512_cmpge_epu64_mask(k, broadcast(2)), v3);
        even = _mm512_mask_mov_epi64(v2, _mm512_testn_epi64_mask(k, k), broadcast(2));
        even = _mm512_mask_mov_epi64(even, _mm512_cmpeq_epi64_mask(k, broadcast(3)), v4);
    }
};

/// floor(exponent / 2^bit)
inline Vector leading_bits(Vector exponent, int bit) {
    return _mm512_srlv_epi64(exponent, broadcast(static_cast<std::uint64_t>(bit)));
}

/// The number of bits of the largest.
template <std::size_t groups>
int bit_width(const Vector (&values)[groups]) {
    Vector all = _mm512_setzero_si512();
    for (const Vector value : values) {
        all = _mm512_or_si512(all, value);
    }
    return 64 - std::countl_zero(static_cast<std::uint64_t>(_mm512_reduce_or_epi64(all)));
}

template <class Field, std::size_t groups>
std::uint64_t strong_base_2(const std::uint64_t* numbers) {
    constexpr int window = Field::window;
    Vector n[groups];
    Vector minus_one[groups];
    Vector lowest_bit[groups]; // of n - 1 = d 2^s: 2^s
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        n[g] = _mm512_loadu_si512(numbers + lanes * g);
        minus_one[g] = _mm512_sub_epi64(n[g], broadcast(1));
        lowest_bit[g] =
            _mm512_andnot_si512(_mm512_sub_epi64(minus_one[g], broadcast(1)), minus_one[g]);
    }
    // After its leading bits, at most start_bits, the exponent n - 1 is read in windows, down to
    // the bit at which the first lane has its d, and then bit by bit.
    const int largest_s = bit_width(lowest_bit) - 1;
    const int windows =
        std::max(0, bit_width(n) - largest_s - Field::start_bits + window - 1) / window;
    const int start = largest_s + windows * window;
    Field field[groups];
    typename Field::Residue x[groups];
    Vector rotated[groups];
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        field[g] = Field(n[g]);
        x[g] = field[g].power_of_two(leading_bits(n[g], start));
        rotated[g] = _mm512_rorv_epi64(n[g], broadcast(static_cast<std::uint64_t>(start)));
    }
    for (int i = 0; i < windows; ++i) {
        for (int doubling = 1; doubling < window; ++doubling) {
#pragma GCC unroll 8
            for (std::size_t g = 0; g < groups; ++g) {
                x[g] = field[g].square(x[g]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            rotated[g] = _mm512_rol_epi64(rotated[g], window);
            x[g] = field[g].square_times_power(
                x[g], _mm512_and_si512(rotated[g], broadcast((1U << window) - 1)));
        }
    }
    std::uint64_t pass = 0;
    for (int bit = largest_s;;) {
        const Vector here = broadcast(std::uint64_t{1} << bit);
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const Vector power = field[g].to_integer(x[g]);
            const __mmask8 plus = _mm512_mask_cmpeq_epi64_mask(
                _mm512_cmpeq_epi64_mask(here, lowest_bit[g]), power, broadcast(1));
            const __mmask8 minus = _mm512_mask_cmpeq_epi64_mask(
                _mm512_cmple_epu64_mask(here, lowest_bit[g]), power, minus_one[g]);
            pass |= std::uint64_t{_kor_mask8(plus, minus)} << (lanes * g);
        }
        if (--bit == 0) {
            return pass;
        }
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            rotated[g] = _mm512_rol_epi64(rotated[g], 1);
            x[g] = field[g].square_times_power(x[g], _mm512_and_si512(rotated[g], broadcast(1)));
        }
    }
}

/// The Lucas sequence of every lane along its exponent e = n + 1. With k = floor(e / 2^bit) it
/// holds V_k and V_(k+1), as `even` and `odd` in the order that the parity of their indices gives.
template <class Field, std::size_t groups>
class LucasInLimbs {
  public:
    LucasInLimbs(const std::uint64_t* numbers, const std::uint32_t* parameters) {
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            n_[g] = _mm512_loadu_si512(numbers + lanes * g);
            p_[g] = _mm512_cvtepu32_epi64(
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(parameters + lanes * g)));
            e_[g] = _mm512_add_epi64(n_[g], broadcast(1));
            lowest_bit_[g] =
                _mm512_and_si512(e_[g], _mm512_sub_epi64(_mm512_setzero_si512(), e_[g]));
            parity_changes_[g] = _mm512_xor_si512(e_[g], _mm512_srli_epi64(e_[g], 1));
        }
        bit_ = std::max(1, bit_width(e_) - Field::lucas_start_bits);
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            field_[g] = Field(n_[g]);
            minus_two_[g] = field_[g].negative(broadcast(2));
            minus_p_[g] = field_[g].negative(p_[g]);
            const SmallLucas v(p_[g], leading_bits(e_[g], bit_));
            v_d_plus_1_[g] = even_[g] = field_[g].from_integer(v.even);
            v_d_[g] = odd_[g] = field_[g].from_integer(v.odd);
        }
    }

    [[nodiscard]] int bit() const {
        return bit_;
    }

    /// Some lane has d, the odd part of e, at this bit.
    [[nodiscard]] int first_bit_of_d() const {
        return bit_width(lowest_bit_) - 1;
    }

    /// One bit down, from k to 2k + b: V_(2k+1) = V_k V_(k+1) - P, and V_2j = V_j^2 - 2 for j = k +
    /// b, which is odd where the bits k mod 2 and b differ.
    void step() {
        --bit_;
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const __mmask8 j_is_odd = _mm512_test_epi64_mask(parity_changes_[g], here());
            const Residue v_j = Field::select(j_is_odd, odd_[g], even_[g]);
            odd_[g] = field_[g].multiply_add(odd_[g], even_[g], minus_p_[g]);
            even_[g] = field_[g].square_add(v_j, minus_two_[g]);
        }
    }

    /// Keeps V_d and V_(d+1) of the lanes that have arrived at d. (Lanes that start below d, d < 4,
    /// keep their start instead, which passes as little as V_d: 2 < P <= V_1, V_3 < n - 2.)
    void keep_d() {
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const __mmask8 at_d = _mm512_cmpeq_epi64_mask(here(), lowest_bit_[g]);
            v_d_[g] = Field::select(at_d, odd_[g], v_d_[g]);
            v_d_plus_1_[g] = Field::select(at_d, even_[g], v_d_plus_1_[g]);
        }
    }

    /// The lanes with V_k = 0 and k = d 2^r for some r.
    [[nodiscard]] std::uint64_t zero() const {
        std::uint64_t result = 0;
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const __mmask8 at_d = _mm512_cmpeq_epi64_mask(here(), lowest_bit_[g]);
            const __mmask8 from_d = _mm512_cmple_epu64_mask(here(), lowest_bit_[g]);
            const Vector v = field_[g].to_integer(Field::select(at_d, odd_[g], even_[g]));
            result |= std::uint64_t{_mm512_mask_testn_epi64_mask(from_d, v, v)} << (lanes * g);
        }
        return result;
    }

    /// The lanes with V_d = +-2 and U_d = 0. Given the first, the second means V_(d+1) = +-P:
    /// D U_d = 2 V_(d+1) - P V_d, and D is prime to n.
    [[nodiscard]] std::uint64_t period_at_d() const {
        std::uint64_t result = 0;
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const Vector two = broadcast(2);
            const Vector v = field_[g].to_integer(v_d_[g]);
            const Vector next = field_[g].to_integer(v_d_plus_1_[g]);
            const __mmask8 plus =
                _mm512_mask_cmpeq_epi64_mask(_mm512_cmpeq_epi64_mask(v, two), next, p_[g]);
            const __mmask8 minus = _mm512_mask_cmpeq_epi64_mask(
                _mm512_cmpeq_epi64_mask(v, _mm512_sub_epi64(n_[g], two)), next,
                _mm512_sub_epi64(n_[g], p_[g]));
            result |= std::uint64_t{_kor_mask8(plus, minus)} << (lanes * g);
        }
        return result;
    }

  private:
    using Residue = typename Field::Residue;

    [[nodiscard]] Vector here() const {
        return broadcast(std::uint64_t{1} << bit_);
    }

    Vector n_[groups];
    Vector p_[groups];
    Vector e_[groups];
    Vector lowest_bit_[groups];
    Vector parity_changes_[groups]; // bit i: bits i and i + 1 of e differ
    int bit_;
    Field field_[groups];
    Residue minus_two_[groups];
    Residue minus_p_[groups];
    Residue even_[groups];
    Residue odd_[groups];
    Residue v_d_[groups];
    Residue v_d_plus_1_[groups];
};

template <class Field, std::size_t groups>
std::uint64_t extra_strong_lucas(const std::uint64_t* numbers, const std::uint32_t* parameters) {
    LucasInLimbs<Field, groups> ladder(numbers, parameters);
    const int first_bit_of_d = ladder.first_bit_of_d();
    while (ladder.bit() > first_bit_of_d + 1) {
        ladder.step();
    }
    std::uint64_t pass = 0;
    while (ladder.bit() > 2) {
        ladder.step();
        ladder.keep_d();
        pass |= ladder.zero();
    }
    if (ladder.bit() > 1) {
        ladder.step();
        ladder.keep_d();
    }
    return pass | ladder.period_at_d();
}

PRIMERANK_TARGET_END

void base_2_narrow(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) < euler_in_doubles_limit) {
        in_groups<64>(numbers, count, verdicts, euler_base_2_in_doubles<simd::DoublesAvx512>);
    } else {
        in_groups<48>(numbers, count, verdicts, strong_base_2<NarrowField, 6>);
    }
}

void base_2_wide(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    in_groups<40>(numbers, count, verdicts, strong_base_2<WideField, 5>);
}

void lucas_narrow(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                  std::uint8_t* verdicts) {
    using Doubles = LucasInDoubles<simd::DoublesAvx512>;
    if (smallest(numbers, count) > Doubles::from
        && largest(numbers, count) < euler_in_doubles_limit) {
        in_groups<32>(numbers, parameters, count, verdicts, extra_strong_lucas_of<Doubles, 4>);
    } else {
        in_groups<32>(numbers, parameters, count, verdicts, extra_strong_lucas<NarrowField, 4>);
    }
}

void lucas_wide(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                std::uint8_t* verdicts) {
    in_groups<24>(numbers, parameters, count, verdicts, extra_strong_lucas<WideField, 3>);
}

} // namespace

const PrimalityKernels avx512_primality_kernels = {
    base_2_narrow, base_2_wide, lucas_narrow, lucas_wide, strong_in_doubles<simd::DoublesAvx512>};

} // namespace primerank

#endif
