#include "numbers/cutting.hpp"

#include <algorithm>

namespace primerank {

uint128 balanced_cut(const Axis& axis, const Interval& whole, double left, double right) {
    uint128 low = whole.start;
    uint128 high = whole.stop;
    while (high - low > 1 + (whole.width() >> 16)) {
        const uint128 middle = low + (high - low) / 2;
        const double cost_left = axis.cost({whole.start, middle});
        const double cost_right = axis.cost({middle, whole.stop});
        (cost_left * right <= cost_right * left ? low : high) = middle;
    }
    return std::max(whole.start, axis.border(low));
}

void cut_by_cost(const Axis& axis, const Interval& part, std::uint64_t count,
                 std::vector<Interval>& pieces) {
    if (part.empty()) {
        return;
    }
    if (count == 1) {
        pieces.push_back(part);
        return;
    }
    const std::uint64_t left = count / 2;
    const uint128 place =
        balanced_cut(axis, part, static_cast<double>(left), static_cast<double>(count - left));
    cut_by_cost(axis, {part.start, place}, left, pieces);
    cut_by_cost(axis, {place, part.stop}, count - left, pieces);
}

} // namespace primerank
