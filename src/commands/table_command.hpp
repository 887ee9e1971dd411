#pragma once

#include "commands/on_ranks.hpp"
#include "commands/run_command.hpp"
#include "law/erased.hpp"
#include "report/row_stream.hpp"
#include "tally/enumeration.hpp"
#include "tally/table.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace primerank::commands {

/// How the rows of a table are written, and the total below them.
template <law::Tally T>
struct TableShape {
    using Row = typename tally::RowCursor<T>::CompleteRow;

    std::vector<std::string> columns; ///< after start and stop
    std::function<void(const Row&, report::RowCells&)> cells;
    std::function<report::Result(const T&)> result;
    std::function<law::WideSum(const T&)> headline; ///< of a row; those of rows add up
    std::size_t width = 20;                         ///< digits of the widest cell
};

/// Reads --by STEP and makes it part of the question.
/// Throws std::invalid_argument for a step, or options beside it, that are not legal.
tally::RowGrid parse_step(CampaignCommand& command, const std::string& step);

/// Turns complete rows into lines as rounds commit.
template <law::Tally T>
class RowWriter : public Output {
  public:
    RowWriter(const CampaignCommand& command, const tally::RowGrid& grid,
              const TableShape<T>& shape)
        : command_(command), grid_(grid), shape_(shape) {}

    void commit(campaign::State& state) override {
        auto& table = state.tally.as<tally::Table<T>>();
        report::RowCells cells;
        const auto write = [&](const auto& row) {
            cells.clear();
            cells.add(row.interval.start);
            cells.add(row.interval.stop);
            shape_.cells(row, cells);
            stream_->append(cells);
            position_.total = row.cumulative;
            ++position_.rows;
        };
        position_.cursor.drain(table, grid_, command_.origin(), state.frontier,
                               command_.interval.stop, write);
        stream_->flush();
    }

    [[nodiscard]] bool drains() const override { return true; }

    std::string save() override {
        position_.bytes = stream_->sync();
        return serialized(position_);
    }

    void restore(const std::string& saved) override {
        if (!saved.empty()) {
            position_ = deserialized<Position>(saved);
        }
        require_continuable_csv(command_.options);
        try {
            stream_ = open();
        } catch (const std::runtime_error& error) {
            throw Refusal(ExitCode::path, error.what());
        }
    }

    [[nodiscard]] law::WideSum taken_headline() const override {
        return shape_.headline(position_.total);
    }

    [[nodiscard]] std::uint64_t taken_primes() const override {
        if constexpr (law::CountsPrimes<T>) {
            return primes_in(position_.total);
        } else {
            return 0;
        }
    }

    [[nodiscard]] const T& total() const { return position_.total; }
    [[nodiscard]] std::uint64_t rows() const { return position_.rows; }

  private:
    struct Position {
        tally::RowCursor<T> cursor;
        T total;
        std::uint64_t rows = 0;
        std::uint64_t bytes = 0; ///< of the CSV file

        template <class Archive>
        void serialize(Archive& archive, unsigned /*version*/) {
            archive& cursor;
            archive& total;
            archive& rows;
            archive& bytes;
        }
    };

    [[nodiscard]] std::unique_ptr<report::RowStream> open() const {
        std::vector<std::string> columns = {"start", "stop"};
        columns.insert(columns.end(), shape_.columns.begin(), shape_.columns.end());
        if (!command_.options.csv.empty()) {
            return report::rows_to_file(command_.options.csv, columns, position_.bytes);
        }
        if (command_.options.take_stdout()) {
            return report::no_rows();
        }
        if (command_.options.quiet) {
            return report::rows_for_scripts();
        }
        return report::rows_for_people(columns, 2, shape_.width);
    }

    const CampaignCommand& command_;
    tally::RowGrid grid_;
    const TableShape<T>& shape_;
    Position position_;
    std::unique_ptr<report::RowStream> stream_;
};

/// What follows the rows on stdout, and the JSON.
void report_table(const CampaignCommand& command, const report::Result& total, std::uint64_t rows,
                  const report::RunInfo& run);

/// The whole of a campaign that makes a table by rows of equal width; the workload's tallies are
/// tables.
template <law::Tally T, law::Workload W>
ExitCode run_table_of(const CampaignCommand& command, const tally::RowGrid& grid, const W& workload,
                      const TableShape<T>& shape) {
    return on_ranks([&](cluster::Ranks& ranks) {
        return run_command(
            ranks, command, law::Erased(workload),
            [&] { return std::make_unique<RowWriter<T>>(command, grid, shape); },
            [&](const law::AnyTally&, Output& output, const report::RunInfo& run) {
                const auto& rows = dynamic_cast<const RowWriter<T>&>(output);
                report_table(command, shape.result(rows.total()), rows.rows(), run);
            });
    });
}

/// The headline of a table's open rows.
template <law::Tally T>
law::WideSum headline_of(const tally::Table<T>& table, const TableShape<T>& shape) {
    law::WideSum sum;
    for (const auto& row : table.rows()) {
        sum += shape.headline(row.tally);
    }
    return sum;
}

/// The same over all primes.
template <tally::Measure M>
ExitCode run_table(const CampaignCommand& command, const tally::RowGrid& grid, const M& measure,
                   sieve::Method method, const TableShape<typename M::Tally>& shape) {
    using T = typename M::Tally;
    const tally::Enumeration workload(
        command.interval, tally::TableMeasure(grid, measure, command.origin()), method,
        [&shape](const tally::Table<T>& table) { return headline_of(table, shape); },
        command.origin());
    return run_table_of(command, grid, workload, shape);
}

} // namespace primerank::commands
