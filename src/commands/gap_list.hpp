#pragma once

#include "commands/gap_report.hpp"
#include "report/csv_file.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace primerank::commands {

/// Whether the gaps that --min asks for are written as rounds commit. Else they are kept to the
/// end: for --json, shards, tables for people, and journals whose CSV is not a file.
bool streams_list(const GapQuestion& question);

/// About how many bytes the gaps that are kept to the end take, and the report of them.
double kept_bytes(const GapQuestion& question);

/// The gaps that --min asks for, written as rounds commit and kept nowhere: to the CSV, which the
/// other tables follow in the end, or to standard output for scripts.
class GapList : public Output {
  public:
    /// The question outlives the list.
    explicit GapList(const GapQuestion& question) : question_(question), names_(question) {}

    void commit(campaign::State& state) override;
    [[nodiscard]] bool drains() const override { return true; }
    std::string save() override;
    void restore(const std::string& saved) override;

    /// Writes the gap behind the last prime, which only the end of the interval closes, and the
    /// other tables.
    void complete(const tally::GapReport& gaps);

    /// How many gaps were written.
    [[nodiscard]] std::uint64_t size() const { return position_.size; }

  private:
    struct Position {
        std::uint64_t size = 0;
        std::uint64_t bytes = 0; ///< of the CSV file

        template <class Archive>
        void serialize(Archive& archive, unsigned /*version*/) {
            archive& size;
            archive& bytes;
        }
    };

    void write(const std::vector<tally::Gap>& gaps);
    void print_again() const;

    const GapQuestion& question_;
    GapNames names_;
    std::unique_ptr<report::CsvFile> csv_; // none without --csv
    Position position_;
};

/// Where gaps are kept to the end: refuses a journal whose gaps are in a CSV already.
class KeptGaps : public Output {
  public:
    void restore(const std::string& saved) override;
};

} // namespace primerank::commands
