#pragma once

#include "cluster/ranks.hpp"
#include "commands/residue_question.hpp"

namespace primerank::commands {

/// Throws std::invalid_argument unless --lead auto can find the lead of the question's race: the
/// modulus divides 24, START is below 2^69, and this is no shard.
void require_findable_lead(const ResidueQuestion& question);

/// Sets the question's lead to the difference of its race at the interval's start: what its journal
/// has, or by pi::ClassesWorkload. Throws Refusal. Collective.
void find_lead(cluster::Ranks& ranks, ResidueQuestion& question);

} // namespace primerank::commands
