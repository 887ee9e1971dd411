#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace primerank::campaign {

/// How fast a rank is: an average of the medians of every three successive measurements. One stall
/// leaves no trace, and a lasting change counts from the second round on.
class SpeedEstimate {
  public:
    void measured(double speed);
    [[nodiscard]] double value() const { return value_; }

  private:
    [[nodiscard]] double typical() const;

    std::array<double, 3> newest_{};
    std::size_t count_ = 0;
    double value_ = 0;
};

/// How fast all ranks are, in cost units a second, as rounds come back.
///
/// A rank that takes longer than its cost says is slow, or the model is wrong about that part of
/// the axis, which then says nothing of the rank. So a speed is a product: of a level, which is the
/// model's error and common to all ranks, and goes with the newest round; and of the rank's speed
/// relative to that level, which lasts (SpeedEstimate).
class RankSpeeds {
  public:
    /// guesses: a first relative speed a rank, such as its number of threads.
    explicit RankSpeeds(const std::vector<double>& guesses);

    [[nodiscard]] std::size_t size() const { return speeds_.size(); }
    [[nodiscard]] double operator[](std::size_t rank) const { return speeds_[rank]; }
    [[nodiscard]] double total() const;
    [[nodiscard]] bool known() const { return known_; }

    /// How much a rank's share of the newest round's speed differed from what was expected of it,
    /// at most: 0.1 is a tenth.
    [[nodiscard]] double surprise() const { return surprise_; }

    /// The speeds seen in a round: none of a rank that had no chunk, or too small a one.
    void measured(const std::vector<std::optional<double>>& seen);

  private:
    std::vector<SpeedEstimate> estimates_; ///< of relative speeds
    std::vector<double> relative_;
    std::vector<double> speeds_;
    double surprise_ = 0;
    bool known_ = false;
};

} // namespace primerank::campaign
