#include "report/progress.hpp"

#include "report/numerals.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <utility>

namespace primerank::report {
namespace {

using namespace std::chrono_literals;

/// Quick questions are answered before anything is shown.
constexpr auto silence = 500ms;

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

} // namespace

ProgressDisplay::ProgressDisplay(ProgressStyle style, std::string unit)
    : style_(style), unit_(std::move(unit)), started_(Clock::now()), shown_at_(started_) {}

ProgressDisplay::~ProgressDisplay() {
    erase();
}

void ProgressDisplay::round_done(const campaign::Progress& progress) {
    latest_ = progress;
    latest_at_ = Clock::now();
    tick();
}

void ProgressDisplay::tick() {
    const auto now = Clock::now();
    const auto pause = style_ == ProgressStyle::line ? 200ms : 60s;
    if (style_ != ProgressStyle::none && latest_ && now - started_ >= silence
        && now - shown_at_ >= pause) {
        shown_at_ = now;
        show();
    }
}

void ProgressDisplay::ended() {
    erase();
    style_ = ProgressStyle::none;
}

std::string ProgressDisplay::text() const {
    // Between two rounds the share and the time left move on by the clock.
    const double since = seconds(Clock::now() - latest_at_);
    const double left = std::max(0.0, latest_->remaining_seconds - since);
    const double whole = latest_->remaining_seconds / std::max(1e-9, 1 - latest_->share_done);
    const double share = std::min(0.999, latest_->share_done + std::min(since, left) / whole);
    const double covered = static_cast<double>(latest_->frontier - latest_->axis.start);
    const double rate = covered / std::max(1e-9, latest_->elapsed_seconds);
    return fmt::format("{:5.1f} %  {} {} below {}  {}/s  {} left", 100 * share,
                       grouped(to_string(latest_->headline)), unit_, to_string(latest_->frontier),
                       scaled(rate), duration(left));
}

void ProgressDisplay::show() {
    const std::string line = text();
    if (style_ == ProgressStyle::minute) {
        fmt::print(stderr, "primerank: {}\n", line);
    } else {
        fmt::print(stderr, "\r{:<{}}", line, shown_width_);
        shown_width_ = line.size();
    }
    std::fflush(stderr);
}

void ProgressDisplay::erase() {
    if (shown_width_ > 0) {
        fmt::print(stderr, "\r{:{}}\r", "", shown_width_);
        std::fflush(stderr);
        shown_width_ = 0;
    }
}

} // namespace primerank::report
