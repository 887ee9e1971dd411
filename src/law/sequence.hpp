#pragma once

#include "law/product.hpp"
#include "law/workload.hpp"

#include <algorithm>
#include <stop_token>
#include <utility>

namespace primerank::law {

/// Two workloads as one campaign: their axes lie end to end on [0, length of both), and the tally
/// of a piece is what each of them has in it. A sequence may be part of another.
template <Workload A, Workload B>
class Sequence {
  public:
    using Tally = Product<typename A::Tally, typename B::Tally>;
    static constexpr bool costs_are_rough = true; ///< two models seldom err alike

    struct Worker {
        typename A::Worker first;
        typename B::Worker second;
    };

    Sequence(A first, B second)
        : first_(std::move(first)), second_(std::move(second)), border_(first_.axis().width()) {}

    [[nodiscard]] const A& first() const { return first_; }
    [[nodiscard]] const B& second() const { return second_; }

    [[nodiscard]] Interval axis() const { return {0, border_ + second_.axis().width()}; }

    [[nodiscard]] double cost(const Interval& piece) const {
        const Interval a = in_first(piece);
        const Interval b = in_second(piece);
        return (a.empty() ? 0 : first_.cost(a)) + (b.empty() ? 0 : second_.cost(b));
    }

    [[nodiscard]] uint128 border(uint128 position) const {
        if (position < border_) {
            const uint128 start = first_.axis().start;
            return first_.border(start + position) - start;
        }
        const uint128 start = second_.axis().start;
        return second_.border(start + position - border_) - start + border_;
    }

    [[nodiscard]] Worker make_worker() const {
        return {first_.make_worker(), second_.make_worker()};
    }
    [[nodiscard]] Worker make_auditor() const {
        return {first_.make_auditor(), second_.make_auditor()};
    }

    [[nodiscard]] Tally work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up = {}) const {
        Tally tally;
        if (const Interval a = in_first(piece); !a.empty()) {
            tally.first = first_.work(a, worker.first, give_up);
        }
        if (const Interval b = in_second(piece); !b.empty()) {
            tally.second = second_.work(b, worker.second, give_up);
        }
        return tally;
    }

    [[nodiscard]] std::size_t memory(int threads) const {
        return first_.memory(threads) + second_.memory(threads);
    }

    [[nodiscard]] WideSum headline(const Tally& tally) const {
        WideSum sum = first_.headline(tally.first);
        sum += second_.headline(tally.second);
        return sum;
    }

  private:
    /// The part of a piece that lies in one of them, on that one's own axis.
    [[nodiscard]] Interval in_first(const Interval& piece) const {
        const uint128 start = first_.axis().start;
        return {start + std::min(piece.start, border_), start + std::min(piece.stop, border_)};
    }
    [[nodiscard]] Interval in_second(const Interval& piece) const {
        const uint128 start = second_.axis().start;
        return {start + std::max(piece.start, border_) - border_,
                start + std::max(piece.stop, border_) - border_};
    }

    A first_;
    B second_;
    uint128 border_; ///< where the second begins
};

} // namespace primerank::law
