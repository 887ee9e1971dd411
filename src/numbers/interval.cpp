#include "numbers/interval.hpp"

namespace primerank {

std::string to_string(const Interval& interval) {
    return "[" + to_string(interval.start) + ", " + to_string(interval.stop) + ")";
}

Interval even_part(const Interval& whole, std::uint64_t i, std::uint64_t n) {
    const uint128 width = whole.width();
    return {whole.start + width * i / n, whole.start + width * (i + 1) / n};
}

} // namespace primerank
