#pragma once

#include "pi/builders.hpp"
#include "pi/character.hpp"
#include "pi/pi_table.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>

namespace primerank::pi {

/// pi_chi(n), the sum of chi(p) over the primes p <= n, for every n that a pi table serves. Beside
/// that table it takes 4 bytes for 240 numbers, and nothing for the principal character.
class CharacterPi {
  public:
    /// pi must outlive it. Throws std::bad_alloc.
    CharacterPi(const PiTable& pi, const Character& chi);

    std::int64_t operator()(std::uint64_t n) const {
        if (chi_.is_principal() || n < 7) {
            return chi_.is_principal() ? static_cast<std::int64_t>(pi_(n)) : of_small_primes(n);
        }
        return before_[n / 240] + signed_count(pi_.bits_up_to(n));
    }

    /// How many primes p <= n have chi(p) = sign, which is 1 or -1.
    [[nodiscard]] std::uint64_t count(int sign, std::uint64_t n) const {
        if (chi_.is_principal()) {
            return sign > 0 ? pi_(n) : 0;
        }
        const auto both = static_cast<std::int64_t>(pi_(n) - chi_.zeros_up_to(n));
        return static_cast<std::uint64_t>(both + sign * (*this)(n)) / 2;
    }

    [[nodiscard]] const Character& character() const { return chi_; }
    [[nodiscard]] const PiTable& table() const { return pi_; }

    static std::uint64_t bytes(std::uint64_t limit) {
        return (limit / 240 + 1) * sizeof(std::int32_t);
    }

  private:
    /// Of the primes up to n < 7.
    [[nodiscard]] std::int64_t of_small_primes(std::uint64_t n) const;

    [[nodiscard]] std::int64_t signed_count(std::uint64_t bits) const {
        return static_cast<std::int64_t>(count_bits(bits) - 2 * count_bits(bits & minus_));
    }

    const PiTable& pi_;
    Character chi_;
    std::uint64_t minus_;                       ///< places in an entry
    sieve::AlignedBuffer<std::int32_t> before_; ///< pi_chi(240 e - 1), for e >= 1
};

} // namespace primerank::pi
