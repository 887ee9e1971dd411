#pragma once

#include "cluster/ranks.hpp"
#include "commands/campaign_command.hpp"
#include "commands/interval_options.hpp"
#include "commands/pattern_method.hpp"
#include "list/compact_file.hpp"
#include "list/forecast.hpp"
#include "list/workload.hpp"
#include "tally/pattern.hpp"

#include <memory>
#include <string>

namespace primerank::commands {

/// The options of `list`, as typed.
struct ListOptions {
    IntervalOptions bounds;
    std::string input;
    std::string output;
    std::string format = "text";
    std::string pattern;
    std::string level;
    std::string hold;
    std::string method = "auto";
    CommonOptions common;
};

/// What `list` was asked, checked.
struct ListQuestion {
    tally::Pattern pattern = tally::parse_pattern("0"); ///< of all primes
    list::Form form;
    ChosenMethod method;
    std::string output;                             ///< a path, or "-"
    std::shared_ptr<const list::CompactFile> input; ///< where the numbers come from, if not a sieve
    CampaignCommand command;

    [[nodiscard]] bool to_stdout() const { return output == "-"; }

    /// What is listed: the interval, or of a shard the part whose ends are moved to the borders of
    /// cells, so that parts are joined by putting them together.
    [[nodiscard]] Interval axis() const;

    [[nodiscard]] list::Forecast forecast() const;

    /// Of a compact list, unfinished.
    [[nodiscard]] list::FileHeader header() const;
};

/// What the options ask, checked. Throws std::invalid_argument.
ListQuestion question_of(const ListOptions& options);

/// Takes interval and pattern from the compact list that --input names. Every rank opens the file,
/// because every rank reads from it. Throws Refusal. Collective.
void open_input(cluster::Ranks& ranks, ListQuestion& question, const std::string& path);

} // namespace primerank::commands
