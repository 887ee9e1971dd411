#pragma once

#include "commands/count_question.hpp"
#include "commands/table_command.hpp"

#include <string>
#include <type_traits>
#include <vector>

namespace primerank::commands {

/// Own and cumulative counts, side by side.
template <law::Tally Counts>
TableShape<Counts> count_table_shape(const CountQuestion& question) {
    TableShape<Counts> shape;
    for (const Counted& one : question.counted.all) {
        shape.columns.push_back(one.name);
        shape.columns.push_back(one.name + "_cumulative");
    }
    shape.cells = [question](const typename TableShape<Counts>::Row& row, report::RowCells& cells) {
        if constexpr (std::is_same_v<Counts, tally::PrimeCount>) {
            cells.add(row.own.primes);
            cells.add(row.cumulative.primes);
        } else {
            const std::vector<std::uint64_t> own = question.values(row.own);
            const std::vector<std::uint64_t> cumulative =
                question.values_from_start(row.cumulative);
            for (std::size_t i = 0; i < own.size(); ++i) {
                cells.add(own[i]);
                cells.add(cumulative[i]);
            }
        }
    };
    shape.result = [question](const Counts& counts) {
        return question.result(question.values_from_start(counts));
    };
    shape.headline = [question](const Counts& counts) { return question.headline(counts); };
    shape.width = to_string(question.command.interval.stop).size();
    return shape;
}

} // namespace primerank::commands
