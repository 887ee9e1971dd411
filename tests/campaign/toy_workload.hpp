#pragma once

#include "campaign/workload.hpp"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace primerank::campaign {

/// The law in its plainest awkward form: a tally that does not commute and knows exactly which
/// pieces it came from, in which order.
struct Spelling {
    std::string text;

    void combine(const Spelling& right) { text += right.text; }
    friend bool operator==(const Spelling&, const Spelling&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& text;
    }
};

/// Spells every integer of the axis as a letter. seconds_per_integer slows it down to a known
/// speed; at(n) is called for every integer worked on and may sleep or throw.
class SpellingWorkload {
  public:
    using Tally = Spelling;
    struct Worker {};

    explicit SpellingWorkload(const Interval& axis, double seconds_per_integer = 1e-6,
                              std::function<void(std::uint64_t)> at = nullptr)
        : axis_(axis), seconds_per_integer_(seconds_per_integer), at_(std::move(at)) {}

    [[nodiscard]] Interval axis() const { return axis_; }
    [[nodiscard]] double cost(const Interval& piece) const {
        return static_cast<double>(piece.width()) * seconds_per_integer_;
    }
    [[nodiscard]] static uint128 border(uint128 position) { return position; }
    [[nodiscard]] static Worker make_worker() { return {}; }
    [[nodiscard]] static std::size_t memory(int /*threads*/) { return 0; }
    [[nodiscard]] static Worker make_auditor() { return {}; }
    [[nodiscard]] Spelling work(const Interval& piece, Worker& /*worker*/,
                                const std::stop_token& give_up) const {
        if (at_) {
            for (uint128 n = piece.start; n < piece.stop && !give_up.stop_requested(); ++n) {
                at_(static_cast<std::uint64_t>(n));
            }
        }
        return spell(piece);
    }
    [[nodiscard]] static tally::WideSum headline(const Spelling& spelling) {
        return tally::WideSum(spelling.text.size());
    }

    static Spelling spell(const Interval& piece) {
        Spelling spelling;
        for (uint128 n = piece.start; n < piece.stop; ++n) {
            spelling.text += static_cast<char>('a' + static_cast<int>(n * n / 7 % 26));
        }
        return spelling;
    }

  private:
    Interval axis_;
    double seconds_per_integer_;
    std::function<void(std::uint64_t)> at_;
};

static_assert(Workload<SpellingWorkload>);

} // namespace primerank::campaign
