#pragma once

#include "law/wide_sum.hpp"
#include "list/blocks.hpp"
#include "list/cell.hpp"
#include "list/forecast.hpp"
#include "list/number_source.hpp"
#include "list/rendering.hpp"
#include "list/tally.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace primerank::list {

/// Where lists go.
class Sink {
  public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// Writes the cells of one rank's blocks, in the list's format, behind what the list holds
    /// `before` them. Called on every rank, in the order of rounds; collective.
    virtual void write(std::span<const Block> blocks, const ListTally& before) = 0;
};

/// How a list is made.
struct Form {
    Format format = Format::text;
    int level = default_level; ///< of zstd, for the compact format
    uint128 origin = 0;        ///< of the numbers in cells
    bool all_primes = false;   ///< whether the list is of all primes of the interval

    /// What a thread may hold of a round until it is written.
    std::size_t held_bytes = std::size_t{32} << 20;
};

/// The numbers of an interval, written in order: a workload that publishes (see
/// law::PublishingWorkload).
///
/// Offsets are known when a whole round is done; until then a rank holds what it found as cells, a
/// byte a number or less, and renders them when they are written. Pieces end on the borders of
/// cells, so that the bytes of a list are the same whatever the pieces were.
class ListWorkload {
  public:
    using Tally = ListTally;
    /// Of a thread that works, or audits; called in it.
    using MakeSource = std::function<std::unique_ptr<NumberSource>(bool audits)>;
    /// Bytes that the sources of so many threads take.
    using SourceMemory = std::function<std::size_t(int threads)>;

    struct Worker {
        std::unique_ptr<NumberSource> source;
        CellEncoder encoder;
        bool keeps = true; ///< false for auditors
    };

    /// The sink must outlive the workload.
    ListWorkload(const Interval& axis, const Form& form, const Forecast& forecast,
                 MakeSource make_source, SourceMemory source_memory, Sink& sink);

    [[nodiscard]] Interval axis() const { return axis_; }
    [[nodiscard]] double cost(const Interval& piece) const { return forecast_.cost(piece); }
    [[nodiscard]] static uint128 border(uint128 position) { return cell_border(position); }
    [[nodiscard]] Worker make_worker() const {
        return {make_source_(false), CellEncoder(form_.level), true};
    }
    [[nodiscard]] Worker make_auditor() const {
        return {make_source_(true), CellEncoder(form_.level), false};
    }
    [[nodiscard]] Tally work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up) const;
    void publish(const Interval& chunk, const Tally& before) const;
    [[nodiscard]] double round_seconds(std::size_t ranks) const;

    /// Bytes that a rank with this share of the axis needs for so many threads, where each works on
    /// pieces up to `widest` wide.
    [[nodiscard]] std::size_t memory(int threads, const Interval& share, uint128 widest) const;
    [[nodiscard]] std::size_t memory(int threads) const;
    [[nodiscard]] static law::WideSum headline(const Tally& tally) {
        return law::WideSum(tally.count);
    }

    /// See law::AnyWorkload::primes().
    [[nodiscard]] std::optional<std::uint64_t> primes(const Tally& tally) const {
        return form_.all_primes ? std::optional<std::uint64_t>(tally.count) : std::nullopt;
    }

  private:
    /// What this rank found and has not written yet, by where the piece starts.
    struct Finds {
        std::mutex mutex;
        std::map<uint128, std::vector<Block>> pieces;
        BlockPool pool;
    };

    [[nodiscard]] double held_bytes(std::size_t ranks) const;

    Interval axis_;
    Form form_;
    Forecast forecast_;
    MakeSource make_source_;
    SourceMemory source_memory_;
    Sink& sink_;
    std::unique_ptr<Finds> finds_ = std::make_unique<Finds>();
};

} // namespace primerank::list
