#pragma once

#include "cluster/node.hpp"
#include "cluster/ranks.hpp"
#include "numbers/instruction_set.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <sched.h>
#include <string>
#include <vector>

namespace primerank::cluster {

/// Where a rank is and what it works with.
struct RankPlace {
    std::array<char, 64> host_text{};
    cpu_set_t mask{}; ///< the processors it may run on
    InstructionSet instructions = InstructionSet::portable;
    int threads = 0; ///< asked for; 0 leaves the choice to assign_threads

    [[nodiscard]] std::string host() const { return host_text.data(); }
    [[nodiscard]] int processors() const { return std::max(1, CPU_COUNT(&mask)); }
};

/// Who and where the ranks are.
struct Placement {
    std::vector<RankPlace> ranks; ///< on rank 0 only
    int threads = 1;              ///< of this rank
    int crowded_ranks = 0; ///< on rank 0: ranks told to run more threads than they have processors

    [[nodiscard]] std::vector<std::string> hosts() const; ///< each once, in order of ranks
    [[nodiscard]] int total_threads() const;
};

/// This rank's place, before threads are assigned. threads: 0 or what the user asked for.
RankPlace this_place(int threads);

/// Gives every rank that did not ask for a number of threads its share of the processors in its
/// affinity mask: ranks on one host with the same mask share them. Sets crowded_ranks.
void assign_threads(Placement& placement);

/// Agrees on a placement; collective.
Placement place_ranks(Ranks& ranks, int threads);

} // namespace primerank::cluster
