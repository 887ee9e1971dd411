#pragma once

#include "law/any_tally.hpp"

#include <cstddef>
#include <map>
#include <mutex>

namespace primerank::campaign {

/// The tallies of a chunk's finished pieces, each combined with its neighbours as soon as they are
/// finished too, so that no more of them wait than threads work in between.
class FinishedPieces {
  public:
    /// Adds the tally of the piece of this number. lock holds the mutex that guards this object;
    /// it is let go while tallies are combined.
    void add(std::size_t piece, law::AnyTally tally, std::unique_lock<std::mutex>& lock);

    /// The tally of all pieces, which are all finished; nothing of none.
    law::AnyTally take();

  private:
    /// Adjacent pieces, from the one it is kept under to the one before `end`.
    struct Run {
        std::size_t end = 0;
        law::AnyTally tally;
    };

    std::map<std::size_t, Run> runs_;
};

} // namespace primerank::campaign
