#include "campaign/audit.hpp"

#include "campaign/journal_records.hpp"

#include <algorithm>
#include <string>

namespace primerank::campaign {

std::uint64_t digest_of(const law::AnyTally& tally) {
    return std::stoull(checksum(tally.text()), nullptr, 16);
}

Audits::Audits(double share, std::size_t ranks) : share_(share), drawn_(ranks) {}

void Audits::draw(const Round& round, const std::vector<ChunkReport>& reports) {
    std::bernoulli_distribution chosen(share_);
    for (std::size_t rank = 0; rank < reports.size(); ++rank) {
        if (!round.chunks[rank].empty() && chosen(random_)) {
            const std::size_t auditor = (rank + 1) % reports.size();
            drawn_[auditor].push_back(
                {round.chunks[rank], rank, round.number, reports[rank].digest});
            ++awaited_[round.number];
        }
    }
}

bool Audits::drawn() const {
    return std::any_of(drawn_.begin(), drawn_.end(),
                       [](const std::deque<Task>& tasks) { return !tasks.empty(); });
}

std::vector<Audits::Task> Audits::hand_out() {
    std::vector<Task> tasks;
    for (std::deque<Task>& drawn : drawn_) {
        tasks.push_back(drawn.empty() ? Task{} : drawn.front());
        if (!drawn.empty()) {
            drawn.pop_front();
        }
    }
    return tasks;
}

void Audits::compare(const std::vector<Task>& tasks, const std::vector<ChunkReport>& reports) {
    for (std::size_t auditor = 0; auditor < tasks.size(); ++auditor) {
        const Task& task = tasks[auditor];
        if (task.chunk.empty()) {
            continue;
        }
        if (--awaited_[task.round] == 0) {
            awaited_.erase(task.round);
        }
        if (task.digest != reports[auditor].audit_digest && !difference_) {
            difference_ = AuditDifference{task.chunk, task.rank, auditor};
        }
    }
}

} // namespace primerank::campaign
