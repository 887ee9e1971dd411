#include "campaign/finished_pieces.hpp"

#include <iterator>
#include <utility>

namespace primerank::campaign {

void FinishedPieces::add(std::size_t piece, law::AnyTally tally,
                         std::unique_lock<std::mutex>& lock) {
    std::size_t begin = piece;
    Run run{piece + 1, std::move(tally)};
    for (;;) {
        // What is taken out here nobody else combines with meanwhile.
        const auto right = runs_.find(run.end);
        const auto after = runs_.lower_bound(begin);
        const bool joins_left = after != runs_.begin() && std::prev(after)->second.end == begin;
        if (joins_left) {
            auto left = runs_.extract(std::prev(after));
            lock.unlock();
            left.mapped().tally.combine(run.tally);
            lock.lock();
            begin = left.key();
            run.tally = std::move(left.mapped().tally);
        } else if (right != runs_.end()) {
            auto taken = runs_.extract(right);
            lock.unlock();
            run.tally.combine(taken.mapped().tally);
            lock.lock();
            run.end = taken.mapped().end;
        } else {
            runs_.emplace(begin, std::move(run));
            return;
        }
    }
}

law::AnyTally FinishedPieces::take() {
    if (runs_.empty()) {
        return {};
    }
    return std::move(runs_.begin()->second.tally);
}

} // namespace primerank::campaign
