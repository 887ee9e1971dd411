#pragma once

#include "numbers/uint128.hpp"
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

} // namespace primerank::pi
