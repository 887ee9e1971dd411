#include "constellations/cost.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace primerank::constellations {
namespace {

/// Tapes to draw, residues to walk down to.
constexpr double set_up_seconds = 2e-4;

/// n = (1 + part) 2^power with 0 <= part < 1; 0 is taken for 1.
struct Scale {
    unsigned power;
    double part;

    explicit Scale(uint128 n)
        : power(n >= two_to_the_64
                    ? 64U
                    : static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(n) | 1)) - 1),
          part(std::max(0.0, static_cast<double>(n) / std::exp2(power) - 1)) {}
};

double between(double low, double high, double part) {
    return low + part * (high - low);
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
    // Between powers of two, of the width and of the height, the cost is taken for a straight line.
    const Scale width(piece.width());
    const Scale height(piece.start + piece.width() / 2);
    const auto at_width = [&](unsigned power) {
        return between(at_powers_of_two(power, height.power),
                       at_powers_of_two(power, height.power + 1), height.part);
    };
    return set_up_seconds + between(at_width(width.power), at_width(width.power + 1), width.part);
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
