#include "commands/count_question.hpp"
#include "commands/with_communicator.hpp"
#include "numbers/bound.hpp"
#include "report/row_stream.hpp"
#include "tally/enumeration.hpp"
#include "tally/table.hpp"

#include <fmt/format.h>
#include <memory>
#include <utility>

namespace primerank::commands {
namespace {

/// Turns complete rows into lines as rounds commit.
template <tally::Tally Counts>
class RowWriter : public Output<tally::Table<Counts>> {
  public:
    RowWriter(const CountQuestion& question, const tally::RowGrid& grid)
        : question_(question), grid_(grid) {}

    void commit(campaign::State<tally::Table<Counts>>& state) override {
        const uint128 stop = question_.command.interval.stop;
        for (const auto& row : position_.cursor.drain(state.tally, grid_, state.frontier, stop)) {
            std::vector<std::string> cells = {to_string(row.interval.start),
                                              to_string(row.interval.stop)};
            const std::vector<std::uint64_t> own = question_.values(row.own);
            const std::vector<std::uint64_t> cumulative = question_.values(row.cumulative);
            for (std::size_t i = 0; i < own.size(); ++i) {
                cells.push_back(std::to_string(own[i]));
                cells.push_back(std::to_string(cumulative[i]));
            }
            stream_->append(cells);
            position_.total = row.cumulative;
            ++position_.rows;
        }
        stream_->flush();
    }

    std::string save() override {
        position_.bytes = stream_->sync();
        return campaign::serialized(position_);
    }

    void restore(const std::string& saved) override {
        if (!saved.empty()) {
            position_ = campaign::deserialized<Position>(saved);
        }
        try {
            stream_ = open();
        } catch (const std::runtime_error& error) {
            throw Refusal(ExitCode::path, error.what());
        }
    }

    [[nodiscard]] const Counts& total() const { return position_.total; }
    [[nodiscard]] std::uint64_t rows() const { return position_.rows; }

  private:
    struct Position {
        tally::RowCursor<Counts> cursor;
        Counts total;
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
        for (const std::string& name : question_.names()) {
            columns.push_back(name);
            columns.push_back(name + "_cumulative");
        }
        const CommonOptions& options = question_.command.options;
        if (!options.csv.empty()) {
            return report::rows_to_file(options.csv, columns, position_.bytes);
        }
        if (options.quiet) {
            return report::rows_for_scripts();
        }
        return report::rows_for_people(columns, 2,
                                       to_string(question_.command.interval.stop).size());
    }

    const CountQuestion& question_;
    tally::RowGrid grid_;
    Position position_;
    std::unique_ptr<report::RowStream> stream_;
};

template <tally::Tally Counts>
void report_table(const CountQuestion& question, const RowWriter<Counts>& rows,
                  const report::RunInfo& run) {
    const CampaignCommand& command = question.command;
    const CommonOptions& options = command.options;
    const report::Result result = question.result(rows.total());
    if (!options.json.empty()) {
        report::Result with_rows = result;
        with_rows.push_back({"rows", std::to_string(rows.rows())});
        report::write_json(options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(with_rows), command.unit, run));
    }
    if (!options.quiet) {
        fmt::print("{}{}", options.csv.empty() ? "\n" : "",
                   report::result_text(result, command.interval, run));
    } else if (!options.csv.empty()) {
        for (const report::Quantity& quantity : result) {
            fmt::print("{}\n", quantity.digits);
        }
    }
}

template <tally::Measure M, cluster::Communicator C>
ExitCode run_table(C& communicator, const CountQuestion& question, const tally::RowGrid& grid,
                   const M& measure) {
    using Counts = typename M::Tally;
    using CountTable = tally::Table<Counts>;
    const tally::Enumeration workload(question.command.interval, tally::TableMeasure(grid, measure),
                                      question.method, [&question](const CountTable& table) {
                                          tally::WideSum sum;
                                          for (const auto& row : table.rows()) {
                                              sum += question.headline(row.tally);
                                          }
                                          return sum;
                                      });
    return run_command(
        communicator, question.command, workload,
        [&]() -> std::unique_ptr<Output<CountTable>> {
            return std::make_unique<RowWriter<Counts>>(question, grid);
        },
        [&](const CountTable&, Output<CountTable>& rows, const report::RunInfo& run) {
            report_table(question, dynamic_cast<const RowWriter<Counts>&>(rows), run);
        });
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
    const CommonOptions& options = question.command.options;
    if (!options.shard.empty()) {
        throw std::invalid_argument("--by and --shard do not go together: rows would cross shards");
    }
    if (!options.journal.empty() && options.csv.empty()) {
        throw std::invalid_argument("--by with --journal needs --csv: lines on stdout cannot be "
                                    "continued");
    }
    question.command.question["by"] = to_string(width);
    const tally::RowGrid grid{static_cast<std::uint64_t>(question.command.interval.start),
                              static_cast<std::uint64_t>(width)};
    return question.with_measure([&](const auto& measure) -> Action {
        return [question, grid, measure] {
            return with_communicator([&](auto& communicator) {
                return run_table(communicator, question, grid, measure);
            });
        };
    });
}

} // namespace primerank::commands
