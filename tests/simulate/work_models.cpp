#include "simulate/work_models.hpp"

#include "sieve/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
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

/// What the fortieths of the axis of pi(10^17), equal by its model, take of what the model says: as
/// bench_pi measured on a processor unlike the one that the model was made for.
constexpr std::array<double, 40> slowdowns = {
    1.16, 1.17, 1.14, 1.16, 1.17, 1.21, 1.10, 1.13, 1.05, 0.93, 0.82, 0.81, 1.00, 0.89,
    0.82, 0.79, 0.77, 0.73, 0.70, 0.70, 0.69, 0.69, 0.70, 0.70, 0.70, 0.71, 0.72, 0.72,
    0.74, 0.74, 1.07, 1.15, 1.19, 1.21, 1.24, 1.46, 1.62, 1.66, 1.83, 1.26};

/// Linear by the model, and not in truth.
Question misjudged(double seconds) {
    const double mean = std::accumulate(slowdowns.begin(), slowdowns.end(), 0.0) / slowdowns.size();
    Question question = linear(seconds / mean);
    const double part = static_cast<double>(question.axis.width()) / slowdowns.size();
    const auto up_to = [part](uint128 place) {
        const double parts = static_cast<double>(place) / part;
        const auto whole = std::min(slowdowns.size() - 1, static_cast<std::size_t>(parts));
        return 1e-9 * part
               * (std::accumulate(slowdowns.begin(), slowdowns.begin() + whole, 0.0)
                  + (parts - static_cast<double>(whole)) * slowdowns[whole]);
    };
    question.truth = [up_to](const Interval& piece) {
        return up_to(piece.stop) - up_to(piece.start);
    };
    return question;
}

} // namespace

const std::vector<WorkKind>& work_kinds() {
    static const std::vector<WorkKind> kinds{
        {"linear", "every integer costs the same", linear},
        {"sieve", "sieving from 10^18 on: a set-up a chunk", sieve_from_1e18},
        {"steep", "density falls by 10^5 along the axis, coarse borders, as in pi(x)", steep},
        {"misjudged",
         "every integer costs the same to a model that is wrong by a factor of up to 1.8",
         misjudged},
    };
    return kinds;
}

} // namespace primerank::simulate
