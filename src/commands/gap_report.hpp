#pragma once

#include "commands/campaign_command.hpp"
#include "tally/gaps.hpp"

#include <cstdint>

namespace primerank::commands {

/// What `gaps` was asked, checked.
struct GapQuestion {
    tally::GapOptions gaps;
    sieve::Method method = sieve::Method::enumerate;
    CampaignCommand command;
};

/// What `gaps` found.
struct GapResult {
    std::uint64_t primes = 0; ///< as many as gaps: each has the gap behind it
    tally::GapReport gaps;
};

/// Prints the result and writes the files that were asked for.
void report_gaps(const GapQuestion& question, const GapResult& result, const report::RunInfo& run);

} // namespace primerank::commands
