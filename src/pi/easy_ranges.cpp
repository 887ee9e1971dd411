#include "pi/easy_ranges.hpp"

#include "numbers/roots.hpp"

#include <algorithm>

namespace primerank::pi {

EasyLimits::EasyLimits(const Parameters& limits, std::uint64_t p, uint128 x_over_p)
    : y(limits.y), l(std::max(p, limits.z / p)), s(integer_sqrt(x_over_p)) {
    const std::uint64_t square = p * p;
    l = std::max(l, static_cast<std::uint64_t>(std::min<uint128>(y, x_over_p / square)));
    if (!empty() && reflected()) {
        s1 = std::max(l, s);
        v = static_cast<std::uint64_t>(x_over_p / y);
        u = static_cast<std::uint64_t>(x_over_p / (s1 + 1));
    }
}

void EasyRanges::add(std::uint64_t lo, std::uint64_t hi, std::uint32_t weight) {
    if (lo < hi) {
        ranges_[size_++] = {lo, hi, weight};
    }
}

EasyRanges EasyRanges::of_a(const Parameters& limits, std::uint64_t p) {
    EasyRanges ranges(limits.x / p);
    const std::uint64_t s = integer_sqrt(ranges.x_over_p_);
    const auto t = static_cast<std::uint64_t>(
        std::clamp<uint128>(ranges.x_over_p_ / limits.y, p, std::max(s, p)));
    ranges.add(p, t, 1);
    ranges.add(t, s, 2);
    return ranges;
}

EasyRanges EasyRanges::of_c(const Parameters& limits, std::uint64_t p) {
    EasyRanges ranges(limits.x / p);
    const EasyLimits c(limits, p, ranges.x_over_p_);
    if (c.empty()) {
        return ranges;
    }
    if (!c.reflected()) {
        ranges.add(c.l, c.y, 1);
        return ranges;
    }
    // (l, s] and (v, u], where v <= u <= s
    if (c.l >= c.s) {
        ranges.add(c.v, c.u, 1);
        return ranges;
    }
    ranges.add(std::min(c.l, c.v), std::min(std::max(c.l, c.v), c.u), 1);
    ranges.add(std::max(c.l, c.v), c.u, 2);
    ranges.add(std::max({c.l, c.v, c.u}), c.s, 1);
    return ranges;
}

} // namespace primerank::pi
