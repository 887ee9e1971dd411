#include "commands/table_command.hpp"

#include "files/standard_output.hpp"
#include "numbers/bound.hpp"
#include "report/json_report.hpp"

#include <fmt/core.h>

namespace primerank::commands {

tally::RowGrid parse_step(CampaignCommand& command, const std::string& step) {
    uint128 width = 0;
    try {
        width = parse_bound(step, two_to_the_64 - 1);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("--by: {}", error.what()));
    }
    if (width == 0) {
        throw std::invalid_argument("--by is 0; a row holds 1 integer or more");
    }
    const CommonOptions& options = command.options;
    if (!options.shard.empty()) {
        throw std::invalid_argument("--by and --shard do not go together: rows would cross shards");
    }
    if (!options.journal.empty() && (options.csv.empty() || options.csv == "-")) {
        throw std::invalid_argument("--by with --journal needs --csv: lines on stdout cannot be "
                                    "continued");
    }
    command.question["by"] = to_string(width);
    return {static_cast<std::uint64_t>(command.interval.start - command.origin()),
            static_cast<std::uint64_t>(width)};
}

void report_table(const CampaignCommand& command, const report::Result& total, std::uint64_t rows,
                  const report::RunInfo& run) {
    const CommonOptions& options = command.options;
    if (!options.json.empty()) {
        report::Result with_rows = total;
        with_rows.push_back({"rows", std::to_string(rows)});
        report::write_json(options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(with_rows), command.unit, run));
    }
    if (options.take_stdout()) {
        return;
    }
    if (!options.quiet) {
        files::standard_output().print(
            "{}{}", options.csv.empty() ? "\n" : "",
            report::result_text(total, command.unit, command.interval, run));
    } else if (!options.csv.empty()) {
        for (const report::Quantity& quantity : total) {
            files::standard_output().print("{}\n", quantity.digits);
        }
    }
}

} // namespace primerank::commands
