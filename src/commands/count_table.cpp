#include "commands/count_question.hpp"
#include "commands/table_command.hpp"

namespace primerank::commands {
namespace {

/// Own and cumulative counts, side by side.
template <tally::Tally Counts>
TableShape<Counts> shape_of(const CountQuestion& question) {
    TableShape<Counts> shape;
    for (const std::string& name : question.names()) {
        shape.columns.push_back(name);
        shape.columns.push_back(name + "_cumulative");
    }
    shape.cells = [question](const typename TableShape<Counts>::Row& row, report::RowCells& cells) {
        if constexpr (std::is_same_v<Counts, tally::PrimeCount>) {
            cells.add(row.own.primes);
            cells.add(row.cumulative.primes);
        } else {
            const std::vector<std::uint64_t> own = question.values(row.own);
            const std::vector<std::uint64_t> cumulative = question.values(row.cumulative);
            for (std::size_t i = 0; i < own.size(); ++i) {
                cells.add(own[i]);
                cells.add(cumulative[i]);
            }
        }
    };
    shape.result = [question](const Counts& counts) { return question.result(counts); };
    shape.headline = [question](const Counts& counts) { return question.headline(counts); };
    shape.width = to_string(question.command.interval.stop).size();
    return shape;
}

} // namespace

Action prepare_count_table(CountQuestion question, const std::string& step) {
    const tally::RowGrid grid = parse_step(question.command, step);
    const auto action = [&](const auto& measure) -> Action {
        using Counts = typename std::decay_t<decltype(measure)>::Tally;
        return [question, grid, measure, shape = shape_of<Counts>(question)] {
            return run_table(question.command, grid, measure, question.method, shape);
        };
    };
    const bool only_primes = question.patterns.empty() && question.asked == 1;
    return only_primes ? action(tally::PrimeCountMeasure()) : question.with_measure(action);
}

} // namespace primerank::commands
