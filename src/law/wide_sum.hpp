#pragma once

#include "numbers/uint128.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace primerank::law {

/// An integer of 576 bits, taken mod 2^576: wide enough for the sum of the 8th powers of all
/// integers below 2^64, which is less than 2^64 * 2^512. Adding, and multiplying by 128 bits, is
/// all that sums need; print it with to_string.
class WideSum {
  public:
    static constexpr std::size_t limb_count = 9;
    using Limbs = std::array<std::uint64_t, limb_count>;

    constexpr WideSum() = default;
    explicit constexpr WideSum(uint128 value)
        : limbs_{static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64)} {}
    explicit constexpr WideSum(const Limbs& limbs) : limbs_(limbs) {}

    /// 64 bits each, the lowest first.
    [[nodiscard]] constexpr const Limbs& limbs() const { return limbs_; }

    constexpr WideSum& operator+=(const WideSum& other) {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < limb_count; ++i) {
            const uint128 sum = uint128{limbs_[i]} + other.limbs_[i] + carry;
            limbs_[i] = static_cast<std::uint64_t>(sum);
            carry = static_cast<std::uint64_t>(sum >> 64);
        }
        return *this;
    }

    constexpr WideSum& operator*=(std::uint64_t factor) {
        std::uint64_t carry = 0;
        for (std::uint64_t& limb : limbs_) {
            const uint128 product = uint128{limb} * factor + carry;
            limb = static_cast<std::uint64_t>(product);
            carry = static_cast<std::uint64_t>(product >> 64);
        }
        return *this;
    }

    constexpr WideSum& operator*=(uint128 factor) {
        if (const auto high = static_cast<std::uint64_t>(factor >> 64); high != 0) {
            WideSum upper = *this;
            upper *= high;
            std::shift_right(upper.limbs_.begin(), upper.limbs_.end(), 1);
            upper.limbs_.front() = 0;
            *this *= static_cast<std::uint64_t>(factor);
            return *this += upper;
        }
        return *this *= static_cast<std::uint64_t>(factor);
    }

    friend constexpr bool operator==(const WideSum&, const WideSum&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        for (std::uint64_t& limb : limbs_) {
            archive& limb;
        }
    }

  private:
    Limbs limbs_{};
};

/// The value in decimal digits.
std::string to_string(const WideSum& sum);

} // namespace primerank::law
