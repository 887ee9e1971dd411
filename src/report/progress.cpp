#include "report/progress.hpp"

#include "report/numerals.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace primerank::report {
namespace {

/// Quick questions are answered before anything is shown.
constexpr double silence = 0.5; // seconds

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

constexpr std::size_t no_limit = std::string::npos;

/// Columns of a line on stderr that does not wrap; as the terminal is at this moment.
std::size_t line_width() {
    constexpr int usual = 80;
    struct winsize size {};
    int columns = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    if (columns == 0) {
        const char* const variable = std::getenv("COLUMNS");
        columns = variable == nullptr ? usual : std::atoi(variable);
    }
    // In the last column some terminals go to the next line.
    return static_cast<std::size_t>(columns > 0 ? columns : usual) - 1;
}

} // namespace

std::string progress_line(const campaign::Progress& progress, const DoneBefore& before,
                          const std::string& unit, double seconds_since, std::size_t width) {
    // Between two rounds the share and the time left move on by the clock.
    const double left = std::max(0.0, progress.remaining_seconds - seconds_since);
    const double whole = progress.remaining_seconds / std::max(1e-9, 1 - progress.share_done);
    const double moved =
        std::min(seconds_since, progress.remaining_seconds) / std::max(1e-9, whole);
    const double share = std::min(0.999, progress.share_done + moved);
    const auto covered = static_cast<double>(progress.frontier - before.frontier);
    const double rate = covered / std::max(1e-9, progress.elapsed_seconds);
    law::WideSum headline = before.headline;
    headline += progress.headline;
    const std::string begin = fmt::format("{:5.1f} %", 100 * share);
    const std::string place = fmt::format("  {} {} below {}", grouped(to_string(headline)), unit,
                                          to_string(progress.frontier));
    const std::string end = fmt::format("  {}/s  {} left", scaled(rate), duration(left));
    const bool fits = begin.size() + place.size() + end.size() <= width;
    return (begin + (fits ? place : "") + end).substr(0, width);
}

ProgressDisplay::ProgressDisplay(ProgressStyle style, std::string unit, const DoneBefore& before)
    : style_(style), unit_(std::move(unit)), before_(before), started_(now()), shown_at_(started_) {
}

ProgressDisplay::~ProgressDisplay() {
    erase();
}

void ProgressDisplay::round_done(const campaign::Progress& progress) {
    latest_ = progress;
    latest_at_ = now();
    tick();
}

void ProgressDisplay::tick() {
    const double time = now();
    const double pause = style_ == ProgressStyle::line ? 0.2 : 60;
    if (style_ != ProgressStyle::none && latest_ && time - started_ >= silence
        && time - shown_at_ >= pause) {
        shown_at_ = time;
        show();
    }
}

void ProgressDisplay::ended() {
    erase();
    style_ = ProgressStyle::none;
}

void ProgressDisplay::show() {
    const double since = now() - latest_at_;
    if (style_ == ProgressStyle::minute) {
        fmt::print(stderr, "primerank: {}\n",
                   progress_line(*latest_, before_, unit_, since, no_limit));
    } else {
        const std::size_t width = line_width();
        show_line(progress_line(*latest_, before_, unit_, since, width), width);
    }
    std::fflush(stderr);
}

/// Over the line before, of which blanks cover what is left.
void ProgressDisplay::show_line(const std::string& line, std::size_t width) {
    fmt::print(stderr, "\r{:<{}}", line, std::min(shown_width_, width));
    shown_width_ = line.size();
}

void ProgressDisplay::erase() {
    if (shown_width_ > 0) {
        fmt::print(stderr, "\r{:{}}\r", "", std::min(shown_width_, line_width()));
        std::fflush(stderr);
        shown_width_ = 0;
    }
}

} // namespace primerank::report
