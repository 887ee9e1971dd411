#pragma once

#include "law/any_tally.hpp"
#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

namespace primerank::law {

/// What one thread works with: buffers and tables that it keeps between pieces.
class AnyWorker {
  public:
    AnyWorker() = default;
    AnyWorker(const AnyWorker&) = delete;
    AnyWorker& operator=(const AnyWorker&) = delete;
    virtual ~AnyWorker() = default;

    /// The tally of a piece. Once give_up is requested it may return early, with anything.
    virtual AnyTally work(const Interval& piece, const std::stop_token& give_up) = 0;
};

/// A workload as the engine sees it, which knows nothing else of what it runs: what the concept
/// Workload says, whatever the types of tally and worker.
class AnyWorkload {
  public:
    AnyWorkload() = default;
    AnyWorkload(const AnyWorkload&) = delete;
    AnyWorkload& operator=(const AnyWorkload&) = delete;
    virtual ~AnyWorkload() = default;

    [[nodiscard]] virtual Interval axis() const = 0;
    [[nodiscard]] virtual double cost(const Interval& piece) const = 0;
    [[nodiscard]] virtual uint128 border(uint128 position) const = 0;
    [[nodiscard]] virtual std::unique_ptr<AnyWorker> make_worker() const = 0;
    [[nodiscard]] virtual std::unique_ptr<AnyWorker> make_auditor() const = 0;
    [[nodiscard]] virtual WideSum headline(const AnyTally& tally) const = 0;
    [[nodiscard]] virtual const TallyType& tally_type() const = 0;

    /// How many primes the tally's interval holds, of a workload that meets all of its axis and
    /// counts them beside whatever it is for; nothing from others.
    [[nodiscard]] virtual std::optional<std::uint64_t> primes(const AnyTally& tally) const = 0;

    /// Bytes that a rank with so many threads needs for its share of the axis when the widest piece
    /// is so wide.
    [[nodiscard]] virtual std::size_t memory(int threads, const Interval& share,
                                             uint128 widest) const = 0;

    /// Bytes that the tally of an interval may hold beyond what any tally of its type does: what a
    /// round makes ranks keep until it is committed.
    [[nodiscard]] virtual double held_bytes(const Interval& piece) const = 0;

    /// See RoughlyCostedWorkload.
    [[nodiscard]] virtual bool costs_are_rough() const = 0;

    /// See PublishingWorkload.
    [[nodiscard]] virtual bool publishes() const = 0;
    virtual void publish(const Interval& chunk, const AnyTally& before) const = 0;
    [[nodiscard]] virtual double round_seconds(std::size_t ranks) const = 0;
};

} // namespace primerank::law
