#include "commands/analysis_command.hpp"
#include "commands/count_question.hpp"
#include "commands/count_table.hpp"
#include "constellations/measures.hpp"
#include "constellations/workload.hpp"

#include <algorithm>
#include <memory>

namespace primerank::commands {
namespace {

std::shared_ptr<const constellations::Family> family_of(const CountQuestion& question) {
    return std::make_shared<const constellations::Family>(question.counted.patterns);
}

Action prepare_rows(CountQuestion question, const std::string& step) {
    const tally::RowGrid grid = parse_step(question.command, step);
    return [question, grid, shape = count_table_shape<constellations::Counts>(question)] {
        std::vector<std::uint64_t> diameters;
        for (const tally::Pattern& pattern : question.counted.patterns) {
            diameters.push_back(pattern.diameter());
        }
        const constellations::Workload workload(
            question.command.interval, family_of(question),
            constellations::CountTableMeasure(grid, std::move(diameters)),
            [&shape](const tally::Table<constellations::Counts>& table) {
                return headline_of(table, shape);
            });
        return run_table_of(question.command, grid, workload, shape);
    };
}

} // namespace

bool can_count_by_patterns(const CountQuestion& question) {
    const std::vector<tally::Pattern>& patterns = question.counted.patterns;
    return std::all_of(patterns.begin(), patterns.end(),
                       [](const tally::Pattern& pattern) { return pattern.offsets().size() >= 2; });
}

bool patterns_are_faster(const CountQuestion& question) {
    const Interval& interval = question.command.interval;
    return can_count_by_patterns(question)
           && constellations::SearchCost(*family_of(question))(interval)
                  < sieve::cost(interval, sieve::Method::enumerate);
}

Action prepare_count_by_patterns(const CountQuestion& question, const std::string& step) {
    if (!step.empty()) {
        return prepare_rows(question, step);
    }
    return [question] {
        using constellations::Counts;
        const constellations::Workload workload(
            question.command.axis(), family_of(question),
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
