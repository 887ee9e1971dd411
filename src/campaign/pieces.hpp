#pragma once

#include "campaign/workload.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace primerank::campaign {

/// Cuts a rank's chunk into pieces for its threads, at the workload's borders.
template <Workload W>
class Pieces {
  public:
    /// cost: of the whole chunk.
    Pieces(const W& workload, const Interval& chunk, double cost)
        : workload_(workload), chunk_(chunk), cost_(cost) {}

    /// Adjacent pieces, none empty. They cost the same, and are as many as threads if that makes
    /// none longer than longest. But of the last chunk, after which threads find no other, only
    /// half is cut so, then half of the rest, and so on, that threads end together though costs are
    /// estimates, down to where another set-up takes more than that gains (factoring: Hummel,
    /// Schonberg, Flynn, CACM 35(8), 1992).
    std::vector<Interval> cut(int threads, double longest, bool last) {
        if (chunk_.empty()) {
            return {};
        }
        if (last && threads > 1) {
            const double least = std::max(10 * set_up_cost(), cost_ / threads / 64);
            while (left() > 2 * least * threads) {
                cut_equally(left() / 2, threads, longest);
            }
        }
        cut_equally(left(), threads, longest);
        add_piece_to(chunk_.stop);
        return std::move(pieces_);
    }

  private:
    [[nodiscard]] double left() const { return cost_ - reached_; }

    /// The next part of the chunk, of this cost.
    void cut_equally(double part, int threads, double longest) {
        constexpr double not_worth_a_thread = 1e-4;
        const double each =
            std::clamp(part / threads, std::min(not_worth_a_thread, longest), longest);
        const double count = std::max(1.0, std::ceil(part / each - 1e-9));
        const double before = reached_;
        for (double i = 1; i <= count; ++i) {
            reached_ = before + part * i / count;
            add_piece_to(place_of_cost(reached_));
        }
    }

    void add_piece_to(uint128 stop) {
        const uint128 start = pieces_.empty() ? chunk_.start : pieces_.back().stop;
        if (stop > start) {
            pieces_.push_back({start, stop});
        }
    }

    /// The border nearest below the place where the cost of [chunk.start, place) reaches cost.
    uint128 place_of_cost(double cost) const {
        if (cost >= cost_ * (1 - 1e-9)) {
            return chunk_.stop;
        }
        uint128 low = chunk_.start;
        uint128 high = chunk_.stop;
        while (high - low > 1 + (chunk_.width() >> 16)) {
            const uint128 middle = low + (high - low) / 2;
            (workload_.cost({chunk_.start, middle}) <= cost ? low : high) = middle;
        }
        return std::max(chunk_.start, workload_.border(low));
    }

    /// What it costs more to do the chunk in two pieces.
    double set_up_cost() const {
        return std::max(0.0, workload_.cost(even_part(chunk_, 0, 2))
                                 + workload_.cost(even_part(chunk_, 1, 2)) - cost_);
    }

    const W& workload_;
    const Interval chunk_;
    const double cost_;
    double reached_ = 0; ///< the cost of the pieces so far
    std::vector<Interval> pieces_;
};

} // namespace primerank::campaign
