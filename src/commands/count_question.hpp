#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "tally/counts.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// What `count` was asked, checked.
struct CountQuestion {
    tally::TupletSizes asked = 0;
    std::vector<unsigned> sizes; ///< of asked, ascending
    sieve::Method method = sieve::Method::enumerate;
    CampaignCommand command;

    /// The count that stands for all of them: of the smallest size.
    [[nodiscard]] tally::WideSum headline(const tally::Counts& counts) const;

    /// The counts asked for, by name.
    [[nodiscard]] report::Result result(const tally::Counts& counts) const;
};

/// `count --by STEP`: a row for every step integers. Throws std::invalid_argument for a step that
/// is not one.
Action prepare_count_table(CountQuestion question, const std::string& step);

} // namespace primerank::commands
