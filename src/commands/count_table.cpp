#include "commands/count_question.hpp"
#include "numbers/bound.hpp"
#include "report/row_stream.hpp"
#include "tally/enumeration.hpp"
#include "tally/table.hpp"

#include <memory>
#include <utility>

namespace primerank::commands {
namespace {

using tally::Counts;
using CountTable = tally::Table<Counts>;

/// Turns complete rows into lines as rounds commit.
class RowWriter {
  public:
    RowWriter(const CountQuestion& question, const tally::RowGrid& grid)
        : question_(question), grid_(grid), stream_(open()) {}

    void drain(campaign::State<CountTable>& state) {
        for (const auto& row :
             cursor_.drain(state.tally, grid_, state.frontier, question_.interval.stop)) {
            std::vector<std::string> cells = {to_string(row.interval.start),
                                              to_string(row.interval.stop)};
            for (const unsigned size : question_.sizes) {
                cells.push_back(std::to_string(row.own.of_size[size - 1]));
                cells.push_back(std::to_string(row.cumulative.of_size[size - 1]));
            }
            stream_->append(cells);
            total_ = row.cumulative;
            ++rows_;
        }
        stream_->flush();
    }

    [[nodiscard]] const Counts& total() const { return total_; }
    [[nodiscard]] std::uint64_t rows() const { return rows_; }

  private:
    [[nodiscard]] std::unique_ptr<report::RowStream> open() const {
        std::vector<std::string> columns = {"start", "stop"};
        for (const unsigned size : question_.sizes) {
            const std::string name(tally::tuplet_name(size));
            columns.push_back(name);
            columns.push_back(name + "_cumulative");
        }
        const CommonOptions& options = question_.command.options;
        if (!options.csv.empty()) {
            return report::rows_to_file(options.csv, columns);
        }
        if (options.quiet) {
            return report::rows_for_scripts();
        }
        return report::rows_for_people(columns, 2, to_string(question_.interval.stop).size());
    }

    const CountQuestion& question_;
    tally::RowGrid grid_;
    tally::RowCursor<Counts> cursor_;
    std::unique_ptr<report::RowStream> stream_;
    Counts total_;
    std::uint64_t rows_ = 0;
};

void report_table(const CountQuestion& question, const RowWriter& rows,
                  const report::RunInfo& run) {
    const CommonOptions& options = question.command.options;
    report::Result result = question.result(rows.total());
    if (!options.json.empty()) {
        result.push_back({"rows", std::to_string(rows.rows())});
        report::write_json(options.json,
                           report::document(question.command.command,
                                            question_json(question.command, question.interval),
                                            report::result_json(result), question.command.unit,
                                            run));
        result.pop_back();
    }
    if (!options.quiet) {
        fmt::print("{}{}", options.csv.empty() ? "\n" : "",
                   report::result_text(result, question.interval, run));
    } else if (!options.csv.empty()) {
        for (const report::Quantity& quantity : result) {
            fmt::print("{}\n", quantity.digits);
        }
    }
}

template <cluster::Communicator C>
ExitCode run_table(C& communicator, const CountQuestion& question, const tally::RowGrid& grid) {
    const tally::Enumeration workload(
        question.interval, tally::TableMeasure(grid, tally::CountMeasure(question.asked)),
        question.method, [&question](const CountTable& table) {
            tally::WideSum sum;
            for (const auto& row : table.rows()) {
                sum += question.headline(row.tally);
            }
            return sum;
        });
    const CampaignCommand& command = question.command;
    const cluster::Placement placement = prepare(communicator, command, workload);
    const bool root = communicator.rank() == 0;
    if (command.options.dry_run) {
        if (root) {
            print_forecast(command.question, placement, workload);
        }
        return ExitCode::done;
    }
    std::unique_ptr<RowWriter> rows;
    if (root) {
        rows = std::make_unique<RowWriter>(question, grid);
    }
    const auto [outcome, run] =
        run_campaign(communicator, workload, command.options, placement, command.unit,
                     [&rows](const Interval&, const CountTable&,
                             campaign::State<CountTable>& state) { rows->drain(state); });
    if (root) {
        if (!outcome.complete) {
            throw stopped_early(question.interval, outcome.state.frontier);
        }
        report_table(question, *rows, run);
    }
    return ExitCode::done;
}

} // namespace

Action prepare_count_table(CountQuestion question, const std::string& step) {
    uint128 width = 0;
    try {
        width = parse_bound(step, two_to_the_64 - 1);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("--by: {}", error.what()));
    }
    if (width == 0) {
        throw std::invalid_argument("--by is 0; a row holds 1 integer or more");
    }
    question.command.question["by"] = to_string(width);
    const tally::RowGrid grid{static_cast<std::uint64_t>(question.interval.start),
                              static_cast<std::uint64_t>(width)};
    return [question, grid] {
        return with_communicator(
            [&](auto& communicator) { return run_table(communicator, question, grid); });
    };
}

} // namespace primerank::commands
