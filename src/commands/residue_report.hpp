#pragma once

#include "commands/residue_question.hpp"
#include "report/csv_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {

/// How a race went.
struct RaceResult {
    std::int64_t difference = 0;                           ///< at the end
    std::int64_t min = 0;                                  ///< smallest from the start on
    std::int64_t max = 0;                                  ///< largest from the start on
    std::optional<std::vector<tally::LeadChange>> changes; ///< not known to a shard
};

/// What `residues` found.
struct ResidueResult {
    tally::ResidueCounts counts;
    std::optional<RaceResult> race;
};

/// The columns of the CSV that `residues` writes.
const std::vector<std::string>& residue_columns();

/// Appends the classes, with which the CSV ends.
void append_classes(report::CsvFile& csv, const ResidueQuestion& question,
                    const tally::ResidueCounts& counts);

/// Prints the result and writes the files that were asked for, but for the CSV of a race, which is
/// there already.
void report_residues(const ResidueQuestion& question, const ResidueResult& result,
                     const report::RunInfo& run);

} // namespace primerank::commands
