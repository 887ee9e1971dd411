#pragma once

#include "campaign/observer.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace primerank::report {

/// How progress is shown, always on stderr.
enum class ProgressStyle {
    none,
    line,  ///< one line that is written over, for a terminal
    minute ///< a line a minute, for a batch log
};

/// Shows how far a campaign is: share done, place, rate, time left.
class ProgressDisplay : public campaign::Observer {
  public:
    /// unit: what the headline counts, such as "primes".
    ProgressDisplay(ProgressStyle style, std::string unit);
    ~ProgressDisplay() override;

    void round_done(const campaign::Progress& progress) override;
    void tick() override;
    void ended() override;

  private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] std::string text() const;
    void show();
    void erase();

    ProgressStyle style_;
    std::string unit_;
    std::optional<campaign::Progress> latest_;
    Clock::time_point latest_at_;
    Clock::time_point started_;
    Clock::time_point shown_at_;
    std::size_t shown_width_ = 0;
};

} // namespace primerank::report
