#pragma once

#include "pi/parameters.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::pi {

/// The primes q with lo < q <= hi, each a leaf that counts `weight` times.
struct EasyRange {
    std::uint64_t lo = 0;
    std::uint64_t hi = 0;
    std::uint32_t weight = 0;
};

/// The easy leaves floor(x / (p q)) of one p with a prime q; see EasyLeaves. They are many and
/// follow from p, so they are worked out where they are needed.
class EasyRanges {
  public:
    static EasyRanges of_a(const Parameters& limits, std::uint64_t p);
    static EasyRanges of_c(const Parameters& limits, std::uint64_t p);

    [[nodiscard]] uint128 x_over_p() const { return x_over_p_; }

    [[nodiscard]] const EasyRange* begin() const { return ranges_.data(); }
    [[nodiscard]] const EasyRange* end() const { return ranges_.data() + size_; }

  private:
    explicit EasyRanges(uint128 x_over_p) : x_over_p_(x_over_p) {}

    void add(std::uint64_t lo, std::uint64_t hi, std::uint32_t weight);

    uint128 x_over_p_;
    std::array<EasyRange, 3> ranges_;
    std::size_t size_ = 0;
};

/// The limits of C's prime leaves for one p, in the notation of EasyLeaves.
struct EasyLimits {
    EasyLimits(const Parameters& limits, std::uint64_t p, uint128 x_over_p);

    /// No prime m at all.
    [[nodiscard]] bool empty() const { return l >= y; }

    /// Whether primes above sqrt(xp) are counted by way of those below.
    [[nodiscard]] bool reflected() const { return s < y; }

    std::uint64_t y;
    std::uint64_t l; ///< max(p, z/p, min(y, x/p^3))
    std::uint64_t s; ///< isqrt(xp)
    // where reflected
    std::uint64_t s1 = 0; ///< s' = max(l, s)
    std::uint64_t v = 0;
    std::uint64_t u = 0;
};

} // namespace primerank::pi
