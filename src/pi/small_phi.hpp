#pragma once

#include "numbers/uint128.hpp"
#include "pi/character.hpp"
#include "pi/count_bits.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// phi(n, 8): how many of 1 ... n have no prime factor among the first eight primes 2 ... 19.
/// Of P = 2 3 5 7 11 13 17 = 510510 consecutive numbers 92160 are free of the first seven, so
///     phi(n, 7) = 92160 floor(n / P) + phi(n mod P, 7),   phi(n, 8) = phi(n, 7) - phi(n / 19, 7).
class SmallPhi {
  public:
    SmallPhi();

    [[nodiscard]] std::uint64_t operator()(std::uint64_t n) const {
        return of_seven(n) - of_seven(n / 19);
    }

    [[nodiscard]] uint128 operator()(uint128 n) const {
        return n >> 64 == 0 ? (*this)(static_cast<std::uint64_t>(n))
                            : of_seven(n) - of_seven(n / 19);
    }

  private:
    template <class Integer>
    [[nodiscard]] Integer of_seven(Integer n) const {
        const Integer turns = n / primorial;
        return turns * coprime_to_primorial + below(static_cast<std::uint64_t>(n % primorial));
    }

    /// phi(r, 7) for r < P, from entries as in PiTable.
    [[nodiscard]] std::uint64_t below(std::uint64_t r) const {
        if (r == 0) {
            return 0;
        }
        const std::uint64_t entry = entries_[(r - 1) >> 6];
        const auto bits = static_cast<std::uint32_t>(entry);
        return (entry >> 32) + count_bits(bits << (31 - (((r - 1) >> 1) & 31)));
    }

    static constexpr std::uint64_t primorial = 510510;
    static constexpr std::uint64_t coprime_to_primorial = 92160;
    std::vector<std::uint64_t> entries_;
};

/// phi_chi(n, 8): the sum of chi(m) over the same m, for a character that is not principal. Over
/// 4 P = 2042040 consecutive numbers, periods of chi and of what seven primes leave, it adds up to
/// 0; so it is
///     phi_chi(n mod 4 P, 7) - chi(19) phi_chi(floor(n / 19) mod 4 P, 7).
class SmallCharacterPhi {
  public:
    explicit SmallCharacterPhi(const Character& chi);

    static constexpr std::uint64_t bytes() { return (period / 64 + 1) * sizeof(Entry); }

    template <class Integer>
    [[nodiscard]] std::int64_t operator()(Integer n) const {
        return below(static_cast<std::uint32_t>(n % period))
               - of_19_ * below(static_cast<std::uint32_t>(n / 19 % period));
    }

  private:
    /// Of 64 numbers.
    struct Entry {
        std::int32_t before = 0;
        std::uint32_t plus = 0; ///< bit j stands for 64 e + 1 + 2 j
        std::uint32_t minus = 0;
    };

    [[nodiscard]] std::int64_t below(std::uint32_t r) const {
        if (r == 0) {
            return 0;
        }
        const Entry& entry = entries_[(r - 1) / 64];
        const std::uint32_t shift = 31 - (r - 1) / 2 % 32;
        return entry.before + static_cast<std::int64_t>(count_bits(entry.plus << shift))
               - static_cast<std::int64_t>(count_bits(entry.minus << shift));
    }

    static constexpr std::uint32_t period = 4 * 510510;
    int of_19_;
    std::vector<Entry> entries_;
};

} // namespace primerank::pi
