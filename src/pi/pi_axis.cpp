#include "pi/pi_axis.hpp"

#include <algorithm>

namespace primerank::pi {
namespace {

/// The overlap of a piece with a section of the axis, counted from the section's beginning.
PiAxis::Part overlap(const Interval& piece, uint128 begin, uint128 end) {
    const uint128 lo = std::clamp(piece.start, begin, end);
    const uint128 hi = std::clamp(piece.stop, begin, end);
    return {static_cast<std::uint64_t>(lo - begin), static_cast<std::uint64_t>(hi - begin)};
}

/// Pieces may be cut every `grain` near the beginning of a section, and so much coarser farther out
/// that a step is never more than 1/64 of the way from the beginning: short pieces cost more than
/// their share, and only where leaves lie dense do they have to be short. Steps are powers of two
/// times grain, and a step's zone begins at a multiple of that step, so borders ascend with
/// position.
std::uint64_t border_in_section(std::uint64_t position, std::uint64_t grain,
                                std::uint64_t largest_step) {
    std::uint64_t step = grain;
    while (step < largest_step && position >= 128 * step) {
        step *= 2;
    }
    return position - position % step;
}

} // namespace

PiAxis::PiAxis(const Tables& tables, const HardLeaves& hard, const EasyLeaves& easy,
               const OrdinaryLeaves& ordinary)
    : dense_n_end_(hard.dense_end()), dense_end_(dense_n_end_ > 0 ? tables.d - k : 0),
      hard_end_(dense_end_ + hard.end() - dense_n_end_), easy_end_(hard_end_ + easy.end()),
      end_(easy_end_ + ordinary.end()), dense_cost_(cost_of_dense_leaves(tables, dense_n_end_)),
      hard_cost_(cost_of_hard_leaves(tables, dense_n_end_, hard.end())),
      easy_cost_(cost_of_easy_leaves(tables, easy)),
      ordinary_cost_(cost_of_ordinary_leaves(ordinary.end())) {}

PiAxis::Part PiAxis::dense_b(const Interval& piece) const {
    return overlap(piece, 0, dense_end_);
}

PiAxis::Part PiAxis::hard_n(const Interval& piece) const {
    const Part n = overlap(piece, dense_end_, hard_end_);
    return {dense_n_end_ + n.lo, dense_n_end_ + n.hi};
}

PiAxis::Part PiAxis::easy_v(const Interval& piece) const {
    return overlap(piece, hard_end_, easy_end_);
}

PiAxis::Part PiAxis::ordinary_m(const Interval& piece) const {
    return overlap(piece, easy_end_, end_);
}

double PiAxis::cost(const Interval& piece) const {
    const auto seconds = [](const CostCurve& curve, const Part& part) {
        return curve.up_to(part.hi) - curve.up_to(part.lo);
    };
    return seconds(dense_cost_, overlap(piece, 0, dense_end_))
           + seconds(hard_cost_, overlap(piece, dense_end_, hard_end_))
           + seconds(easy_cost_, overlap(piece, hard_end_, easy_end_))
           + seconds(ordinary_cost_, overlap(piece, easy_end_, end_));
}

uint128 PiAxis::border(uint128 position) const {
    if (position >= end_) {
        return end_;
    }
    const auto in_section = [position](uint128 begin, std::uint64_t grain, std::uint64_t largest) {
        return begin
               + border_in_section(static_cast<std::uint64_t>(position - begin), grain, largest);
    };
    if (position >= easy_end_) {
        return in_section(easy_end_, OrdinaryLeaves::grain, OrdinaryLeaves::grain << 16);
    }
    if (position >= hard_end_) {
        return in_section(hard_end_, EasyLeaves::grain, EasyLeaves::grain << 9);
    }
    if (position >= dense_end_) {
        const std::uint64_t begin = dense_n_end_;
        const auto n = begin + static_cast<std::uint64_t>(position - dense_end_);
        const std::uint64_t border =
            border_in_section(n, HardLeaves::grain, HardLeaves::grain << 9);
        return dense_end_ + (std::max(border, begin) - begin);
    }
    return position;
}

} // namespace primerank::pi
