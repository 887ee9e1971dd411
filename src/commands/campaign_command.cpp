#include "commands/campaign_command.hpp"

namespace primerank::commands {

report::Json question_json(const CampaignCommand& command, const Interval& interval) {
    report::Json question = {{"start", to_string(interval.start)},
                             {"stop", to_string(interval.stop)}};
    question.update(command.question);
    return question;
}

void report_result(const CampaignCommand& command, const Interval& interval,
                   const report::Result& result, const report::RunInfo& run) {
    const CommonOptions& options = command.options;
    if (!options.csv.empty()) {
        report::write_result_csv(options.csv, result, interval);
    }
    if (!options.json.empty()) {
        report::write_json(options.json,
                           report::document(command.command, question_json(command, interval),
                                            report::result_json(result), command.unit, run));
    }
    if (options.quiet) {
        for (const report::Quantity& quantity : result) {
            fmt::print("{}\n", quantity.digits);
        }
    } else {
        fmt::print("{}", report::result_text(result, interval, run));
    }
}

} // namespace primerank::commands
