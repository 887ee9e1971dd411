#include "simulate/work_models.hpp"

#include "sieve/cost.hpp"

#include <cmath>
#include <stdexcept>

namespace primerank::simulate {
namespace {

Question linear(double seconds) {
    constexpr double each = 1e-9;
    return {{0, static_cast<uint128>(seconds / each)},
            {[](const Interval& piece) { return each * static_cast<double>(piece.width()); },
             [](uint128 place) { return place; }}};
}

double sieving(const Interval& piece) {
    return sieve::cost(piece, sieve::Method::sieve);
}

Question sieve_from_1e18(double seconds) {
    constexpr uint128 start = 1'000'000'000'000'000'000;
    if (sieving({start, two_to_the_64}) < seconds) {
        throw std::invalid_argument("sieving [10^18, 2^64) takes less time than that campaign: "
                                    "take fewer --hours or another --work");
    }
    uint128 low = start;
    uint128 high = two_to_the_64;
    while (high - low > 1) {
        const uint128 middle = low + (high - low) / 2;
        (sieving({start, middle}) < seconds ? low : high) = middle;
    }
    return {{start, high}, {sieving, [](uint128 place) { return place; }}};
}

/// Cost falls like 1 / (place + 2^60 / 10^5), and borders are 2^20 apart: in a
/// campaign of 10,000 ranks and a day, a border's distance costs 7 s where leaves are densest.
Question steep(double seconds) {
    constexpr uint128 stop = uint128{1} << 60;
    constexpr double density_ratio = 1e5;
    const double knee = static_cast<double>(stop) / density_ratio;
    const double scale = seconds / std::log1p(density_ratio);
    return {{0, stop},
            {[knee, scale](const Interval& piece) {
                 return scale
                        * std::log1p(static_cast<double>(piece.width())
                                     / (static_cast<double>(piece.start) + knee));
             },
             [](uint128 place) { return place >> 20 << 20; }}};
}

} // namespace

const std::vector<WorkKind>& work_kinds() {
    static const std::vector<WorkKind> kinds{
        {"linear", "every integer costs the same", linear},
        {"sieve", "sieving from 10^18 on: a set-up a chunk", sieve_from_1e18},
        {"steep", "density falls by 10^5 along the axis, coarse borders, as in pi(x)", steep},
    };
    return kinds;
}

} // namespace primerank::simulate
