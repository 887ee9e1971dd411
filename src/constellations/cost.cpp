#include "constellations/cost.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace primerank::constellations {
namespace {

/// Tapes to draw, residues to walk down to.
constexpr double set_up_seconds = 2e-4;

unsigned bits(uint128 n) {
    return n >= two_to_the_64
               ? 65U
               : static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(n)));
}

} // namespace

SearchCost::SearchCost(const Family& family) {
    for (const Family::Root& root : family.roots()) {
        planners_.emplace_back(family.patterns()[root.kind], costs(InstructionSet::avx512));
    }
}

double SearchCost::operator()(const Interval& piece) const {
    if (piece.empty()) {
        return 0;
    }
    // Between powers of two the cost is taken for a straight line.
    const uint128 width = piece.width();
    const unsigned below = bits(width) - 1;
    const unsigned height = bits(piece.start + width / 2);
    const double low = at_powers_of_two(below, height);
    const double high = at_powers_of_two(below + 1, height);
    const double part = static_cast<double>(width) / std::exp2(below) - 1;
    return set_up_seconds + low + part * (high - low);
}

double SearchCost::at_powers_of_two(unsigned width, unsigned height) const {
    std::atomic<double>& known = known_[width][height];
    double seconds = known.load(std::memory_order_relaxed);
    if (seconds == 0) {
        for (const Planner& planner : planners_) {
            seconds += planner.cheapest(std::exp2(width), std::exp2(height)).seconds;
        }
        known.store(seconds, std::memory_order_relaxed);
    }
    return seconds;
}

} // namespace primerank::constellations
