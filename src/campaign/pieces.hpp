#pragma once

#include "campaign/set_up.hpp"
#include "campaign/workload.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace primerank::campaign {

/// Cuts a rank's chunk into pieces for its threads, at the workload's borders.
template <Workload W>
class Pieces {
  public:
    /// longest: of a piece, in cost units.
    Pieces(const W& workload, int threads, double longest)
        : workload_(workload), threads_(threads), longest_(longest) {}

    /// Adjacent pieces, none empty, of nearly the same cost: as many as threads, if that makes none
    /// longer than longest.
    std::vector<Interval> of(const Interval& chunk) {
        pieces_.clear();
        if (!chunk.empty()) {
            cut_evenly(chunk);
        }
        return std::move(pieces_);
    }

    /// The same of a chunk after which threads find no other: only half is cut so, then half of the
    /// rest, and so on, that threads end together though costs are estimates, down to where another
    /// set-up takes more than that gains (factoring: Hummel, Schonberg, Flynn, CACM 35(8), 1992).
    std::vector<Interval> of_last(const Interval& chunk) {
        if (chunk.empty() || threads_ == 1) {
            return of(chunk);
        }
        pieces_.clear();
        Interval rest = chunk;
        const auto cost = [this](const Interval& part) { return workload_.cost(part); };
        constexpr int most_halvings = 9;
        const double least = std::max(least_worth_a_set_up(cost, chunk),
                                      cost(chunk) / threads_ / (1 << most_halvings));
        while (cost(rest) > 2 * least * threads_) {
            const uint128 middle = balance(rest, 1, 1);
            if (middle == rest.start) {
                break; // borders are too far apart
            }
            cut_evenly({rest.start, middle});
            rest.start = middle;
        }
        cut_evenly(rest);
        return std::move(pieces_);
    }

    /// Anew, for `count` threads that come to it one after another: a first piece that makes up
    /// `share` of the cost, and the others of nearly the same cost; none empty.
    std::vector<Interval> of_rest(const Interval& rest, double share, std::size_t count) {
        pieces_.clear();
        const uint128 place = share < 1 ? balance(rest, share, 1 - share) : rest.stop;
        cut({rest.start, place}, 1);
        cut({place, rest.stop}, count - 1);
        return std::move(pieces_);
    }

  private:
    void cut_evenly(const Interval& part) {
        constexpr double not_worth_a_thread = 1e-4;
        const double cost = workload_.cost(part);
        const double each = std::min(longest_, std::max(cost / threads_, not_worth_a_thread));
        const double count = std::ceil(cost / each - 1e-9);
        cut(part, count > 1 ? static_cast<std::uint64_t>(count) : 1);
    }

    void cut(const Interval& part, std::uint64_t count) {
        if (part.empty()) {
            return;
        }
        if (count == 1) {
            pieces_.push_back(part);
            return;
        }
        const std::uint64_t left = count / 2;
        const uint128 place =
            balance(part, static_cast<double>(left), static_cast<double>(count - left));
        cut({part.start, place}, left);
        cut({place, part.stop}, count - left);
    }

    /// The border nearest below the place where what is left of it costs as many times left as what
    /// is right of it costs times right. Both sides are asked, for each has a set-up of its own.
    uint128 balance(const Interval& whole, double left, double right) const {
        uint128 low = whole.start;
        uint128 high = whole.stop;
        while (high - low > 1 + (whole.width() >> 16)) {
            const uint128 middle = low + (high - low) / 2;
            const double cost_left = workload_.cost({whole.start, middle});
            const double cost_right = workload_.cost({middle, whole.stop});
            (cost_left * right <= cost_right * left ? low : high) = middle;
        }
        return std::max(whole.start, workload_.border(low));
    }

    const W& workload_;
    const int threads_;
    const double longest_;
    std::vector<Interval> pieces_;
};

/// The width of the widest piece that so many threads make of a chunk after which they find no
/// other, unless that is so long that it is cut in any case.
template <Workload W>
uint128 widest_piece(const W& workload, int threads, const Interval& chunk) {
    uint128 widest = 0;
    Pieces<W> pieces(workload, threads, std::numeric_limits<double>::infinity());
    for (const Interval& piece : pieces.of_last(chunk)) {
        widest = std::max(widest, piece.width());
    }
    return widest;
}

} // namespace primerank::campaign
