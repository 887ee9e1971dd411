#include "commands/count_table.hpp"

namespace primerank::commands {

Action prepare_count_table(CountQuestion question, const std::string& step) {
    const tally::RowGrid grid = parse_step(question.command, step);
    const auto action = [&](const auto& measure) -> Action {
        using Counts = typename std::decay_t<decltype(measure)>::Tally;
        return [question, grid, measure, shape = count_table_shape<Counts>(question)] {
            return run_table(question.command, grid, measure, question.method.sieve, shape);
        };
    };
    const bool only_primes = question.patterns.empty() && question.asked == 1;
    return only_primes ? action(tally::PrimeCountMeasure()) : question.with_measure(action);
}

} // namespace primerank::commands
