#pragma once

#include "primerank/internal/on_threads.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace primerank::internal {

/// Results 0, 1, 2 ... that several threads make and one takes in order. Those that are made, but
/// not taken, are few, for memory is bounded.
template <class Result>
class InOrder {
  public:
    /// ahead: the most results that are being made or wait.
    InOrder(std::size_t results, std::size_t ahead, std::stop_token give_up)
        : results_(results), waiting_(ahead), give_up_(std::move(give_up)) {}

    /// The index of a result to make; none when there is no further one, or all is given up.
    std::optional<std::size_t> begin() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, give_up_,
                      [this] { return begun_ == results_ || begun_ < taken_ + waiting_.size(); });
        if (begun_ == results_ || give_up_.stop_requested()) {
            return std::nullopt;
        }
        return begun_++;
    }

    void finish(std::size_t index, Result result) {
        const std::lock_guard lock(mutex_);
        waiting_[index % waiting_.size()] = std::move(result);
        changed_.notify_all();
    }

    /// The next result; none after the last, or when all is given up.
    std::optional<Result> take() {
        std::unique_lock lock(mutex_);
        if (taken_ == results_) {
            return std::nullopt;
        }
        std::optional<Result>& next = waiting_[taken_ % waiting_.size()];
        changed_.wait(lock, give_up_, [&next] { return next.has_value(); });
        if (give_up_.stop_requested()) {
            return std::nullopt;
        }
        ++taken_;
        changed_.notify_all();
        return std::exchange(next, std::nullopt);
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::size_t results_;
    std::size_t begun_ = 0;
    std::size_t taken_ = 0;
    std::vector<std::optional<Result>> waiting_; ///< by index modulo its size
    std::stop_token give_up_;
};

/// Calls take(make(thread, index)) in the calling thread for results 0, 1, 2 ... that so many
/// further threads make.
template <class Result, class Make, class Take>
void in_order(std::size_t results, unsigned threads, std::stop_source& give_up, const Make& make,
              const Take& take) {
    InOrder<Result> queue(results, threads + threads / 4 + 1, give_up.get_token());
    on_threads(threads + 1, give_up, [&](unsigned thread) {
        if (thread == 0) {
            while (auto result = queue.take()) {
                take(*result);
            }
            return;
        }
        while (const auto index = queue.begin()) {
            queue.finish(*index, make(thread - 1, *index));
        }
    });
}

} // namespace primerank::internal
