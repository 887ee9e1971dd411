#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/first_multiple.hpp"

namespace primerank::sieve {

/// n seen from the centre c of a block: n = c quotient + remainder, the quotient rounded to the
/// nearest integer.
struct FromCentre {
    FromCentre(uint128 n, std::uint64_t c)
        : quotient(static_cast<std::uint64_t>((n + c / 2) / c)),
          remainder(static_cast<std::int64_t>(static_cast<std::uint64_t>(n) - c * quotient)) {
    } // the product may wrap, and back

    std::uint64_t quotient;
    std::int64_t remainder;
};

/// 30 quotient + residue
template <class V>
__attribute__((always_inline)) inline typename V::U32 prime_from(typename V::U32 quotient,
                                                                 typename V::U32 residue) {
    return V::add(
        V::subtract(V::template shift_left<5>(quotient), V::template shift_left<1>(quotient)),
        residue);
}

/// First multiples of primes p = c + d near the centre c of a block, mostly in 32-bit integers.
/// With n the window's start, Q = round(n / c) and R = n - c Q,
///
///     n / p = Q + k(d),    k(d) = R / c - (n / c^2) (d - d^2 / c + d^3 / c^2 - d^4 / c^3 + ...).
///
/// Blocks are so short that |k| < 2^29 and |d| < c / 128: what follows d^5 is below 2^-6, and a
/// double holds all before. So q = Q + round(k) is within 0.52 of n / p, and
///
///     p q - n = d Q + k p - R
///
/// within 0.52 p of 0: its value modulo 2^32 says all, for p < 2^31. Where it is negative, q + 1 is
/// the first cofactor. Residues of q come from those of Q and the integer k.
template <class V>
class FirstLocal {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using Cofactors = CofactorWheel<V>;

  public:
    static constexpr unsigned lanes = V::lanes;

    explicit FirstLocal(const EmissionTask& task)
        : start_(task.start), real_start_(static_cast<double>(task.start)) {}

    /// From this prime on blocks need not be shorter than least_bytes.
    static std::uint64_t first_prime(uint128 start) {
        constexpr double half = 15.0 * least_bytes;
        return static_cast<std::uint64_t>(
            1.02
            * std::max(least_ratio * half,
                       std::sqrt(static_cast<double>(start) * half / largest_k)));
    }

    /// The longest block from here on.
    [[nodiscard]] std::uint32_t bytes_from(std::uint32_t first) const {
        const double p = 30.0 * first;
        const double half =
            std::min(p / least_ratio, largest_k * p * p / std::max(1.0, real_start_));
        return half >= 15.0 * PrimeBlock::bytes
                   ? PrimeBlock::bytes
                   : std::max(std::uint32_t{64}, static_cast<std::uint32_t>(half / 15) / 64 * 64);
    }

    void enter(const PrimeBlock& block) {
        const std::uint64_t c = block.centre();
        const auto [q, r] = FromCentre(start_, c);
        const auto real_c = static_cast<double>(c);
        k_[0] = static_cast<double>(r) / real_c;
        k_[1] = -real_start_ / real_c / real_c;
        for (std::size_t i = 2; i < k_.size(); ++i) {
            k_[i] = -k_[i - 1] / real_c;
        }
        centre_ = static_cast<std::uint32_t>(c);
        quotient_ = static_cast<std::uint32_t>(q);
        remainder_ = static_cast<std::uint32_t>(r);
        on_wheel_ = raised<Cofactors::modulus>(q);
        low_ = raised<Cofactors::low_product>(q);
        high_ = raised<Cofactors::high_product>(q);
    }

    /// Of the primes of class c in the block.
    class OfClass {
      public:
        OfClass(const FirstLocal& first, unsigned c)
            : residue_(V::set(static_cast<std::uint32_t>(wheel_residues[c]))),
              centre_(V::set(first.centre_)), quotient_(V::set(first.quotient_)),
              remainder_(V::set(first.remainder_)), on_wheel_(V::set(first.on_wheel_)),
              low_(V::set(first.low_)), high_(V::set(first.high_)), k0_(V::set(first.k_[0])),
              k1_(V::set(first.k_[1])), k2_(V::set(first.k_[2])), k3_(V::set(first.k_[3])),
              k4_(V::set(first.k_[4])), k5_(V::set(first.k_[5])) {}

        /// quotients: floor(p / 30)
        __attribute__((always_inline)) FirstMultiple<V>
        operator()(const std::uint32_t* quotients) const {
            const U32 byte = V::load(quotients);
            const U32 p = prime_from<V>(byte, residue_);
            const U32 d = V::subtract(p, centre_);
            const F64 real_d = V::to_f64(d);
            F64 series = V::multiply_add(real_d, k5_, k4_);
            series = V::multiply_add(real_d, series, k3_);
            series = V::multiply_add(real_d, series, k2_);
            series = V::multiply_add(real_d, series, k1_);
            U32 k = V::nearest(V::multiply_add(real_d, series, k0_));
            U32 offset =
                V::subtract(V::add(V::multiply(d, quotient_), V::multiply(k, p)), remainder_);
            const auto before = V::negative(offset);
            k = V::add_if(before, k, V::set(std::uint32_t{1}));
            offset = V::add_if(before, offset, p);
            const U32 residue = modulo<Cofactors::modulus>(V::add(k, on_wheel_));
            const U32 state = cofactors_.state_from(residue);
            const U32 distance = cofactors_.distance(residue, state);
            const U32 residues = V::bit_or(
                V::template shift_left<16>(modulo<Cofactors::high_product>(V::add(k, high_))),
                modulo<Cofactors::low_product>(V::add(k, low_)));
            // (offset + distance p) / 30 with p = 30 byte + residue
            const U32 beyond =
                V::template divide<30>(V::add(offset, V::multiply(distance, residue_)));
            return {V::add(beyond, V::multiply(distance, byte)),
                    V::add(residues, V::multiply(distance, V::set(0x10001U))), state};
        }

      private:
        template <unsigned n>
        __attribute__((always_inline)) static U32 modulo(U32 a) {
            return V::subtract(a, V::multiply(V::template divide<n>(a), V::set(std::uint32_t{n})));
        }

        const U32 residue_, centre_, quotient_, remainder_, on_wheel_, low_, high_;
        const F64 k0_, k1_, k2_, k3_, k4_, k5_;
        const Cofactors cofactors_;
    };

  private:
    static constexpr double largest_k = 0x1p29;
    static constexpr double least_ratio = 128; ///< of c to d
    static constexpr std::uint32_t least_bytes = 1024;

    /// A number that is q modulo n, and to which any k may be added to give one from 0 to 2^31.
    template <unsigned n>
    static std::uint32_t raised(std::uint64_t q) {
        return static_cast<std::uint32_t>(q % n) + ((1U << 30) / n) * n;
    }

    const uint128 start_;
    const double real_start_;
    std::array<double, 6> k_{};
    std::uint32_t centre_ = 0;
    std::uint32_t quotient_ = 0;  ///< Q mod 2^32
    std::uint32_t remainder_ = 0; ///< R mod 2^32
    std::uint32_t on_wheel_ = 0;  ///< Q modulo the wheel, and the two products, raised
    std::uint32_t low_ = 0;
    std::uint32_t high_ = 0;
};

} // namespace primerank::sieve
