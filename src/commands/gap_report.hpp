#pragma once

#include "commands/campaign_command.hpp"
#include "commands/pattern_method.hpp"
#include "law/product.hpp"
#include "report/csv_file.hpp"
#include "tally/counts.hpp"
#include "tally/gaps.hpp"
#include "tally/tuplet_gaps.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::commands {

/// Primes and the gaps behind them, where all primes are found.
using CountedGaps = law::Product<tally::Counts, tally::Gaps>;

/// What `gaps` was asked, checked.
struct GapQuestion {
    tally::GapOptions gaps;
    std::vector<tally::Pattern> patterns; ///< of constellations, for gaps between these; else none
    ChosenMethod method;
    bool jumps = false; ///< instead: only gaps of gaps.list_from and more are found
    CampaignCommand command;

    /// What the gaps are between: "primes", "twins", ... or "constellations".
    [[nodiscard]] std::string between() const { return patterns.empty() ? "primes" : command.unit; }

    [[nodiscard]] tally::MeanGap mean_gap() const {
        return patterns.empty() ? tally::MeanGap() : tally::MeanGap(patterns);
    }
};

/// What `gaps` found.
struct GapResult {
    std::uint64_t size = 0; ///< how many primes or constellations there are, or gaps in jumps
    tally::GapReport gaps;
};

/// How the gaps of a question are told.
class GapNames {
  public:
    explicit GapNames(const GapQuestion& question);

    [[nodiscard]] std::string number(Offset offset) const;

    /// The prime, or first member, before a gap.
    [[nodiscard]] std::string lower(const tally::Gap& gap) const;

    /// Gap over the mean gap around there, in four decimals, as the tables of the field.
    [[nodiscard]] std::string merit(const tally::Gap& gap) const;

  private:
    uint128 origin_;
    tally::MeanGap mean_;
};

/// The columns of the CSV, one file for all tables, which are told apart by the first.
std::vector<std::string> gap_columns();

/// A gap as a line of the CSV.
std::string gap_line(std::string_view kind, const tally::Gap& gap, const GapNames& names);

/// Appends all tables but the list of gaps.
void append_tables(report::CsvFile& file, const tally::GapReport& gaps, const GapNames& names);

/// Prints the result and writes the files that were asked for. written: how many gaps of --min were
/// written as they were found, with the CSV and, quiet, on standard output.
void report_gaps(const GapQuestion& question, const GapResult& result, const report::RunInfo& run,
                 std::optional<std::uint64_t> written = {});

} // namespace primerank::commands
