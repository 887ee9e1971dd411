#pragma once

#include "law/workload.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace primerank::law {

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
    [[nodiscard]] static WideSum headline(const Spelling& spelling) {
        return WideSum(spelling.text.size());
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

/// Spells into a page that all ranks share, each letter where it belongs.
class PublishingSpelling : public SpellingWorkload {
  public:
    struct Worker {
        bool keeps = true;
    };
    struct Page {
        std::mutex mutex;
        std::string letters;
        std::size_t chunks = 0; ///< that were published
    };

    PublishingSpelling(const Interval& axis, double seconds_per_integer, Page& page,
                       std::function<void(std::uint64_t)> at = nullptr)
        : SpellingWorkload(axis, seconds_per_integer, std::move(at)), page_(page) {}

    [[nodiscard]] static Worker make_worker() { return {}; }
    [[nodiscard]] static Worker make_auditor() { return {false}; }
    [[nodiscard]] static double round_seconds(std::size_t /*ranks*/) { return 0.01; }

    [[nodiscard]] Spelling work(const Interval& piece, Worker& worker,
                                const std::stop_token& give_up) const {
        SpellingWorkload::Worker speller;
        Spelling spelling = SpellingWorkload::work(piece, speller, give_up);
        if (worker.keeps) {
            const std::lock_guard lock(found_->mutex);
            found_->pieces[piece.start] = spelling.text;
        }
        return spelling;
    }

    void publish(const Interval& chunk, const Spelling& before) const {
        std::string text;
        {
            const std::lock_guard lock(found_->mutex);
            const auto first = found_->pieces.lower_bound(chunk.start);
            const auto end = found_->pieces.lower_bound(chunk.stop);
            for (auto piece = first; piece != end; ++piece) {
                text += piece->second;
            }
            found_->pieces.erase(first, end);
        }
        const std::lock_guard lock(page_.mutex);
        const std::size_t place = before.text.size();
        page_.letters.resize(std::max(page_.letters.size(), place + text.size()), '.');
        page_.letters.replace(place, text.size(), text);
        ++page_.chunks;
    }

  private:
    struct Found {
        std::mutex mutex;
        std::map<uint128, std::string> pieces;
    };

    Page& page_;
    std::unique_ptr<Found> found_ = std::make_unique<Found>();
};

static_assert(PublishingWorkload<PublishingSpelling>);
static_assert(!PublishingWorkload<SpellingWorkload>);

} // namespace primerank::law
