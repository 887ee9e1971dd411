#include "commands/reciprocals.hpp"

#include "commands/analysis_command.hpp"
#include "commands/journals.hpp"
#include "commands/on_ranks.hpp"
#include "commands/table_command.hpp"
#include "law/product.hpp"
#include "tally/enumeration.hpp"
#include "tally/prime_count.hpp"
#include "tally/product_measure.hpp"

#include <cmath>
#include <fmt/core.h>
#include <optional>

namespace primerank::commands {
namespace {

using tally::ReciprocalsOf;
using tally::ReciprocalSum;

/// All primes are counted beside the terms, which may be of twins alone.
using CountedReciprocals = law::Product<ReciprocalSum, tally::PrimeCount>;

/// Decimals that are printed; the error counts what is cut off behind them.
constexpr unsigned decimals = 30;

/// B2 ~ S(x) + 4 C2 / ln x for the sum S(x) over the twins below x (V. Brun's constant as C. E.
/// Froeberg 1961 and R. P. Brent 1975 extrapolate it, by the conjecture of Hardy and Littlewood).
/// Only what begins with the first twins can be extrapolated.
std::optional<std::string> brun(const ReciprocalSum& sum, uint128 start, uint128 stop) {
    constexpr double twin_prime_constant = 0.66016181584686957;
    constexpr uint128 behind_first_twins = 6;
    if (start > 3 || stop < behind_first_twins) {
        return std::nullopt;
    }
    const double so_far = std::stod(decimal_bounds(sum, decimals).lower);
    return fmt::format("{:.12f}",
                       so_far + 4 * twin_prime_constant / std::log(static_cast<double>(stop)));
}

std::string terms_name(ReciprocalsOf what) {
    return what == ReciprocalsOf::twins ? "twins" : "primes";
}

std::uint64_t terms(const ReciprocalSum& sum, ReciprocalsOf what) {
    return what == ReciprocalsOf::twins ? sum.terms / 2 : sum.terms;
}

report::Result result_of(const CountedReciprocals& counted, ReciprocalsOf what,
                         const Interval& interval) {
    const ReciprocalSum& sum = counted.first;
    report::Result result = {{"sum", decimal_bounds(sum, decimals).lower},
                             {"error", error_bound(sum, decimals)},
                             {terms_name(what), std::to_string(terms(sum, what))}};
    if (what == ReciprocalsOf::twins) {
        if (const auto constant = brun(sum, interval.start, interval.stop)) {
            result.push_back({"brun_extrapolated", *constant});
        }
    }
    return result;
}

TableShape<CountedReciprocals> table_shape(ReciprocalsOf what, const Interval& interval) {
    TableShape<CountedReciprocals> shape;
    shape.columns = {"sum", "sum_cumulative", "error_cumulative"};
    if (what == ReciprocalsOf::twins) {
        shape.columns.emplace_back("brun");
    }
    shape.cells = [what, start = interval.start](const auto& row, report::RowCells& cells) {
        const ReciprocalSum& cumulative = row.cumulative.first;
        cells.add(decimal_bounds(row.own.first, decimals).lower);
        cells.add(decimal_bounds(cumulative, decimals).lower);
        cells.add(error_bound(cumulative, decimals));
        if (what == ReciprocalsOf::twins) {
            cells.add(brun(cumulative, start, row.interval.stop).value_or(""));
        }
    };
    shape.result = [=](const CountedReciprocals& sum) { return result_of(sum, what, interval); };
    shape.headline = [what](const CountedReciprocals& sum) {
        return law::WideSum(terms(sum.first, what));
    };
    shape.width = decimals + 2;
    return shape;
}

} // namespace

ReciprocalsOf reciprocals_of(const std::string& of) {
    return of == "twins" ? ReciprocalsOf::twins : ReciprocalsOf::primes;
}

Action prepare_reciprocals(CampaignCommand command, ReciprocalsOf what, sieve::Method method,
                           const std::string& step) {
    command.unit = terms_name(what);
    const tally::ProductMeasure measure{tally::ReciprocalSumMeasure(what),
                                        tally::PrimeCountMeasure()};
    if (!step.empty()) {
        const tally::RowGrid grid = parse_step(command, step);
        return [=, shape = table_shape(what, command.interval)] {
            return run_table(command, grid, measure, method, shape);
        };
    }
    return [=] {
        const tally::Enumeration workload(
            command.axis(), measure, method,
            [what](const CountedReciprocals& sum) { return law::WideSum(terms(sum.first, what)); },
            command.origin());
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_quantities(ranks, command, workload, [&](const CountedReciprocals& sum) {
                return result_of(sum, what, command.axis());
            });
        });
    };
}

void report_merged_reciprocals(const CampaignCommand& command,
                               const std::vector<std::string>& tallies,
                               const report::RunInfo& run) {
    const ReciprocalsOf what = reciprocals_of(command.question.at("of").get<std::string>());
    report_result(command, result_of(combined<CountedReciprocals>(tallies), what, command.interval),
                  run);
}

} // namespace primerank::commands
