#pragma once

#include "campaign/messages.hpp"
#include "campaign/outcome.hpp"
#include "campaign/planner.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace primerank::campaign {

/// 64 bits that stand for the whole of a tally.
std::uint64_t digest_of(const law::AnyTally& tally);

/// Which chunks are done again, by whom, and whether they agree: rank 0's book of audits.
///
/// Every chunk is drawn with the same chance, by numbers that nobody can foresee, and done again
/// by the next rank (by the same one where there is only one), with other parameters.
class Audits {
  public:
    /// share: of all chunks, 0 to 1.
    Audits(double share, std::size_t ranks);

    /// Draws chunks of a round that has come back.
    void draw(const Round& round, const std::vector<ChunkReport>& reports);

    /// A chunk that one rank did and another does again.
    struct Task {
        Interval chunk; ///< empty: nothing to do for this auditor
        std::size_t rank = 0;
        std::uint64_t round = 0;
        std::uint64_t digest = 0;
    };

    /// Whether chunks were drawn that have not been handed out.
    [[nodiscard]] bool drawn() const;

    /// One task for every rank as an auditor, some or all of them empty.
    std::vector<Task> hand_out();

    /// What came of tasks that were handed out: each auditor's digest is in its report.
    void compare(const std::vector<Task>& tasks, const std::vector<ChunkReport>& reports);

    /// Whether a chunk of this round was drawn and has not been compared yet.
    [[nodiscard]] bool awaits(std::uint64_t round) const { return awaited_.count(round) != 0; }

    [[nodiscard]] const std::optional<AuditDifference>& difference() const { return difference_; }

  private:
    double share_;
    std::vector<std::deque<Task>> drawn_;          ///< by auditor
    std::map<std::uint64_t, std::size_t> awaited_; ///< chunks by round
    std::optional<AuditDifference> difference_;
    std::mt19937_64 random_{std::random_device{}()};
};

} // namespace primerank::campaign
