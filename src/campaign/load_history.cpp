#include "campaign/load_history.hpp"

#include <algorithm>
#include <cmath>

namespace primerank::campaign {

namespace {

constexpr std::size_t most_numbers = std::size_t{1} << 17;

std::size_t spans_for(std::size_t ranks) {
    constexpr std::size_t least = 8; // and even, so that spans pair up
    constexpr std::size_t most = 128;
    return std::clamp(most_numbers / std::max<std::size_t>(ranks, 1) / 2 * 2, least, most);
}

} // namespace

LoadHistory::LoadHistory(std::size_t ranks) : most_spans_(spans_for(ranks)), busy_(ranks) {}

void LoadHistory::add(std::size_t rank, double busy, double until) {
    double from = std::max(until - busy, 0.0);
    if (!(from < until)) {
        return;
    }
    make_room(until);
    std::vector<double>& spans = busy_[rank];
    spans.resize(spans_);
    const auto first = static_cast<std::size_t>(from / span_seconds_);
    for (std::size_t span = first; span < spans_ && from < until; ++span) {
        const double end = std::min(until, static_cast<double>(span + 1) * span_seconds_);
        spans[span] += std::max(end - from, 0.0);
        from = std::max(from, end);
    }
}

std::vector<double> LoadHistory::busy_seconds(std::size_t rank) const {
    std::vector<double> spans = busy_[rank];
    spans.resize(spans_);
    return spans;
}

void LoadHistory::make_room(double until) {
    while (until > static_cast<double>(most_spans_) * span_seconds_) {
        span_seconds_ *= 2;
        spans_ = (spans_ + 1) / 2;
        for (std::vector<double>& spans : busy_) {
            spans.resize(2 * spans_);
            for (std::size_t span = 0; span < spans_; ++span) {
                spans[span] = spans[2 * span] + spans[2 * span + 1];
            }
            spans.resize(spans_);
        }
    }
    const auto needed = static_cast<std::size_t>(std::ceil(until / span_seconds_));
    spans_ = std::max(spans_, std::min(needed, most_spans_));
}

} // namespace primerank::campaign
