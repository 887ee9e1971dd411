#pragma once

#include <cstddef>
#include <vector>

namespace primerank::campaign {

/// When each rank was busy, in equal spans of time that double in length as the run grows: as much
/// for an hour as for a month. All times are in seconds.
class LoadHistory {
  public:
    LoadHistory() : LoadHistory(0) {}
    explicit LoadHistory(std::size_t ranks);

    /// A rank worked for `busy` seconds up to `until`, counted from the start of the run.
    void add(std::size_t rank, double busy, double until);

    [[nodiscard]] double span_seconds() const { return span_seconds_; }

    /// A rank's busy seconds in each span, up to the last in which any rank worked.
    [[nodiscard]] std::vector<double> busy_seconds(std::size_t rank) const;

    /// At most so many spans; fewer where there are many ranks, so that all stays below a megabyte.
    [[nodiscard]] std::size_t most_spans() const { return most_spans_; }

  private:
    void make_room(double until);

    std::size_t most_spans_;
    double span_seconds_ = 1.0 / 64;
    std::size_t spans_ = 0;
    std::vector<std::vector<double>> busy_; ///< by rank, then by span
};

} // namespace primerank::campaign
