#pragma once

#include "law/tally.hpp"
#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <concepts>
#include <cstddef>
#include <stop_token>

namespace primerank::law {

/// A question that can be cut up: an axis, and for every interval on it a tally that obeys the one
/// law. The engine knows nothing else of what it runs.
///  - axis(): the interval of the whole campaign.
///  - cost(piece): estimated seconds on one thread of a common core. Only ratios decide where
///    chunks end; measured speed corrects the scale.
///  - border(position): the nearest place at or below position where pieces may be cut.
///  - Worker: one a thread; what it keeps between pieces (buffers, tables). make_worker() is called
///    in the thread that will use it.
///  - make_auditor(): a worker that comes to the same bits by another way, where there is one.
///  - work(piece, worker, give_up): the tally of a piece; called from many threads at once, each
///    with a worker of its own. Once give_up is requested it may return early, with anything.
///  - memory(threads): bytes that a rank with so many threads needs.
///  - headline(tally): the number that stands for a tally in per-rank lines and in progress.
///  - primes(tally), where it meets all primes of its axis: how many there are in the tally's
///    interval.
template <class W>
concept Workload = Tally<typename W::Tally> && requires(const W& workload,
                                                        typename W::Worker& worker,
                                                        const Interval& piece,
                                                        const typename W::Tally& tally,
                                                        const std::stop_token& give_up) {
    { workload.axis() } -> std::same_as<Interval>;
    { workload.cost(piece) } -> std::same_as<double>;
    { workload.border(piece.start) } -> std::same_as<uint128>;
    { workload.make_worker() } -> std::same_as<typename W::Worker>;
    { workload.make_auditor() } -> std::same_as<typename W::Worker>;
    { workload.work(piece, worker, give_up) } -> std::same_as<typename W::Tally>;
    { workload.headline(tally) } -> std::same_as<WideSum>;
};

/// A workload whose costs differ from processor to processor by as much as a half, more in one part
/// of the axis than in another. It is played safe: no more than a short round is staked on them.
template <class W>
concept RoughlyCostedWorkload = Workload<W> && W::costs_are_rough;

/// A workload that also writes what its workers found, each rank its own part, as a list does. The
/// finds stay in the workload on the rank that made them, beside the tallies that travel, until the
/// engine knows what lies before them:
///  - publish(chunk, before): writes what work() found in this rank's chunk. before: the tally of
///    all from the axis' start to the chunk. Called on every rank, in the thread that runs the
///    engine, while the workers are busy with the next round; collective, in the order of rounds.
///    A round is committed once publish() has returned on all ranks, so what a journal is to hold
///    must be on the disk by then.
///  - round_seconds(ranks): rounds are no longer, because finds wait in memory: two rounds' at
///  most.
/// What it owes in return: where and what it writes follows from the chunk and from `before` alone,
/// so that a round published again after a kill, in other chunks, writes the same bytes to the same
/// places; and since a published round may still not be committed (an audit differs, the process
/// dies), what lies behind the committed tally is to be cut off. What an auditor finds is not kept.
template <class W>
concept PublishingWorkload = Workload<W> && requires(const W& workload, const Interval& chunk,
                                                     const typename W::Tally& before,
                                                     std::size_t ranks) {
    {workload.publish(chunk, before)};
    { workload.round_seconds(ranks) } -> std::same_as<double>;
};

} // namespace primerank::law
