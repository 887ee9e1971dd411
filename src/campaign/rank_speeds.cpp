#include "campaign/rank_speeds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace primerank::campaign {

double SpeedEstimate::typical() const {
    const auto [a, b, c] = newest_;
    // Of two, the faster: what disturbs a measurement makes it slower.
    return count_ < 3 ? std::max(a, b) : std::max(std::min(a, b), std::min(std::max(a, b), c));
}

void SpeedEstimate::measured(double speed) {
    newest_[count_ % newest_.size()] = speed;
    ++count_;
    constexpr double weight = 0.5; // of the newest median against those before
    value_ = count_ < 3 ? typical() : (1 - weight) * value_ + weight * typical();
}

RankSpeeds::RankSpeeds(const std::vector<double>& guesses)
    : estimates_(guesses.size()), relative_(guesses), speeds_(guesses) {}

double RankSpeeds::total() const {
    return std::accumulate(speeds_.begin(), speeds_.end(), 0.0);
}

void RankSpeeds::measured(const std::vector<std::optional<double>>& seen) {
    known_ = true;
    double all_seen = 0;
    double all_relative = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        all_seen += seen[i].value_or(0);
        all_relative += seen[i] ? relative_[i] : 0;
    }
    if (all_relative == 0) {
        return;
    }
    const double level = all_seen / all_relative;
    surprise_ = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        if (seen[i]) {
            surprise_ = std::max(surprise_, std::abs(*seen[i] / (level * relative_[i]) - 1));
            estimates_[i].measured(*seen[i] / level);
            relative_[i] = estimates_[i].value();
        }
        speeds_[i] = level * relative_[i];
    }
}

} // namespace primerank::campaign
