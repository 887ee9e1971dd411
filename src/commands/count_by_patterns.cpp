#include "commands/analysis_command.hpp"
#include "commands/count_question.hpp"
#include "commands/count_table.hpp"
#include "commands/pattern_method.hpp"
#include "constellations/measures.hpp"
#include "constellations/workload.hpp"

#include <utility>
#include <vector>

namespace primerank::commands {
namespace {

Action prepare_rows(CountQuestion question, const std::string& step) {
    const tally::RowGrid grid = parse_step(question.command, step);
    return [question, grid, shape = count_table_shape<constellations::Counts>(question)] {
        const constellations::Workload workload(
            question.command.interval, family_of(question.counted.patterns),
            constellations::CountTableMeasure(grid, question.counted.patterns),
            [&shape](const tally::Table<constellations::Counts>& table) {
                return headline_of(table, shape);
            });
        return run_table_of(question.command, grid, workload, shape);
    };
}

} // namespace

Action prepare_count_by_patterns(const CountQuestion& question, const std::string& step) {
    if (!step.empty()) {
        return prepare_rows(question, step);
    }
    return [question] {
        using constellations::Counts;
        const constellations::Workload workload(
            question.command.axis(), family_of(question.counted.patterns),
            constellations::CountMeasure(question.counted.patterns.size()),
            [&question](const Counts& counts) { return question.headline(counts); });
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_quantities(ranks, question.command, workload, [&](const Counts& counts) {
                return question.result(question.values(counts));
            });
        });
    };
}

} // namespace primerank::commands
