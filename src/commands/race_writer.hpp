#pragma once

#include "commands/residue_report.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {

/// Finds the lead changes of a race as its blocks become complete, by walking those again in which
/// the lead may go over, and writes the race to the CSV: its lead changes, and how it stands at the
/// end of every row of tally::race_rows.
class RaceWriter : public Output {
  public:
    /// Both outlive the writer.
    RaceWriter(const ResidueQuestion& question, const RaceWorkload& workload);

    void commit(campaign::State& state) override;
    std::string save() override;
    void restore(const std::string& saved) override;

    /// What is known once all is committed.
    [[nodiscard]] RaceResult result() const;

    /// Appends the classes, with which the CSV ends.
    void append_classes(const tally::ResidueCounts& counts);

  private:
    struct Position {
        tally::Standing standing;
        std::vector<tally::LeadChange> changes;
        tally::RaceRange whole; ///< from the campaign's start
        std::uint64_t row = 0;  ///< of tally::race_rows, that the newest block lies in
        tally::RaceRange in_row;
        bool row_is_open = false;
        std::uint64_t bytes = 0; ///< of the CSV file

        template <class Archive>
        void serialize(Archive& archive, unsigned /*version*/) {
            archive& standing;
            archive& changes;
            archive& whole;
            archive& row;
            archive& in_row;
            archive& row_is_open;
            archive& bytes;
        }
    };

    void pass_block(std::uint64_t index, const tally::RaceRange& range);
    void close_row();
    void append(const std::vector<std::string>& cells);

    const ResidueQuestion& question_;
    const RaceWorkload& workload_;
    uint128 origin_;
    tally::Race race_;                  // of numbers counted from the origin
    std::optional<sieve::Sieve> sieve_; // made when the first block is walked
    Position position_;
    std::unique_ptr<report::CsvFile> csv_; // none without --csv
};

} // namespace primerank::commands
