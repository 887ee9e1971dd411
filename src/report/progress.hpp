#pragma once

#include "campaign/observer.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace primerank::report {

/// How progress is shown, always on stderr.
enum class ProgressStyle {
    none,
    line,  ///< one line that is written over, for a terminal
    minute ///< a line a minute, for a batch log
};

/// What earlier runs of a campaign had done when this one began.
struct DoneBefore {
    uint128 frontier = 0;  ///< where this run begins
    law::WideSum headline; ///< of all below it
};

/// How far a campaign is, in at most `width` columns: share done, place, rate of this run, time
/// left. unit: what the headline counts. seconds_since: how old the progress is.
std::string progress_line(const campaign::Progress& progress, const DoneBefore& before,
                          const std::string& unit, double seconds_since, std::size_t width);

/// Shows how far a campaign is, again and again.
class ProgressDisplay : public campaign::Observer {
  public:
    /// unit: what the headline counts, such as "primes".
    ProgressDisplay(ProgressStyle style, std::string unit, const DoneBefore& before);
    ~ProgressDisplay() override;

    void round_done(const campaign::Progress& progress) override;
    void tick() override;
    void ended() override;

  private:
    void show();
    void show_line(const std::string& line, std::size_t width);
    void erase();

    ProgressStyle style_;
    std::string unit_;
    DoneBefore before_;
    std::optional<campaign::Progress> latest_;
    double latest_at_ = 0; ///< seconds, of a clock that never goes back
    double started_;
    double shown_at_;
    std::size_t shown_width_ = 0;
};

} // namespace primerank::report
