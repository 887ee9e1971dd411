#pragma once

#include "cluster/node.hpp"
#include "numbers/instruction_set.hpp"

#include <array>
#include <climits>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace primerank::cluster {

class Ranks;

/// Where a rank is and what it works with.
struct RankPlace {
    std::array<char, HOST_NAME_MAX + 1> host_text{}; ///< see Placement::ranks
    Processors allowed;                              ///< by its affinity mask
    int quota = std::numeric_limits<int>::max(); ///< processors' worth of time it may have at most
    std::uint64_t quota_group = 0; ///< ranks of a node with the same one share their quota
    InstructionSet instructions = InstructionSet::portable;
    bool lacks_instructions = false; ///< that PRIMERANK_INSTRUCTION_SET asks for
    int threads = 0;                 ///< asked for; 0 leaves the choice to assign_threads

    [[nodiscard]] std::string host() const { return host_text.data(); }
    void set_host(const std::string& name);
    [[nodiscard]] int processors() const;
};

/// Who and where the ranks are.
struct Placement {
    /// On rank 0 only. A host is named without its domain where that names no other host.
    std::vector<RankPlace> ranks;
    int threads = 1;       ///< of this rank
    int crowded_ranks = 0; ///< on rank 0: ranks told to run more threads than they have processors

    [[nodiscard]] std::vector<std::string> hosts() const; ///< each once, in order of ranks
    [[nodiscard]] int total_threads() const;
};

/// What a rank's node lacks, thrown on all ranks alike.
struct UnfitNode : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

/// This rank's place, before threads are assigned; its host's whole name. threads: 0 or what the
/// user asked for.
RankPlace this_place(int threads);

/// Takes the domains off the names of hosts that differ without them.
void shorten_hosts(std::vector<RankPlace>& ranks);

/// Gives every rank that did not ask for a number of threads its share of the processors in its
/// affinity mask and of its control group's quota: ranks on one host with the same mask share that
/// one, ranks in the same group the other. Sets crowded_ranks.
void assign_threads(Placement& placement);

/// Why the ranks cannot work where they are; empty when they can.
std::string unfit_node(const std::vector<RankPlace>& ranks);

/// Agrees on a placement; collective. Throws UnfitNode on all ranks, with a sentence on rank 0.
Placement place_ranks(Ranks& ranks, int threads);

} // namespace primerank::cluster
