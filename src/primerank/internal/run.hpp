#pragma once

#include "primerank/internal/on_threads.hpp"
#include "primerank/internal/pieces.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <vector>

namespace primerank::internal {

/// Calls work(thread, index of a piece) for all pieces, as threads come to them; in one thread in
/// ascending order.
template <class Work>
void for_each_piece(std::size_t pieces, unsigned threads, std::stop_source& give_up,
                    const Work& work) {
    std::atomic<std::size_t> next = 0;
    const auto busy = static_cast<unsigned>(std::clamp<std::size_t>(pieces, 1, threads));
    on_threads(busy, give_up, [&](unsigned thread) {
        while (!give_up.stop_requested()) {
            const std::size_t piece = next.fetch_add(1);
            if (piece >= pieces) {
                return;
            }
            work(thread, piece);
        }
    });
}

/// The tally of the whole axis of a workload: the monoid makes it the same at every number of
/// threads.
template <class Workload>
typename Workload::Tally run(const Workload& workload, unsigned threads) {
    const std::vector<Interval> pieces = pieces_of(work_of(workload), threads);
    std::vector<typename Workload::Tally> tallies(pieces.size());
    std::vector<std::unique_ptr<typename Workload::Worker>> workers(threads);
    std::stop_source give_up;
    for_each_piece(pieces.size(), threads, give_up, [&](unsigned thread, std::size_t piece) {
        auto& worker = workers[thread];
        if (!worker) {
            worker = std::make_unique<typename Workload::Worker>(workload.make_worker());
        }
        tallies[piece] = workload.work(pieces[piece], *worker, give_up.get_token());
    });
    typename Workload::Tally whole;
    for (const auto& tally : tallies) {
        whole.combine(tally);
    }
    return whole;
}

} // namespace primerank::internal
