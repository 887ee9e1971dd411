#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "commands/interval_options.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
#include "commands/reciprocals.hpp"
#include "commands/table_command.hpp"
#include "law/product.hpp"
#include "numbers/bound.hpp"
#include "tally/enumeration.hpp"
#include "tally/integer_sum.hpp"
#include "tally/power_sum.hpp"
#include "tally/prime_count.hpp"
#include "tally/product_measure.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct SumOptions {
    IntervalOptions bounds;
    std::string of = "primes";
    std::string power = "1";
    std::string step;
    std::string method = "auto";
    CommonOptions common;
};

constexpr int128 reciprocal = -1;

int128 parse_power(const std::string& text) {
    try {
        if (const int128 power = parse_signed(text, tally::largest_power); power >= reciprocal) {
            return power;
        }
    } catch (const std::invalid_argument&) { // the sentence below says it better
    }
    throw std::invalid_argument(
        fmt::format("--power is '{}'; legal are -1 and 0 to {}", text, tally::largest_power));
}

/// Of primes, which are counted beside their powers.
using SumOfPrimes = law::Product<tally::PowerSum, tally::PrimeCount>;

law::WideSum sum_of(const tally::PowerSum& sum) {
    return sum.value;
}

law::WideSum sum_of(const SumOfPrimes& sum) {
    return sum.first.value;
}

template <law::Tally T>
report::Result result_of(const T& sum) {
    return {{"sum", to_string(sum_of(sum))}};
}

template <law::Workload W>
Action run_sum(const CampaignCommand& command, const W& workload) {
    return [=] {
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_quantities(ranks, command, workload, result_of<typename W::Tally>);
        });
    };
}

/// The sums of each row and of all up to its end.
TableShape<SumOfPrimes> table_shape(const Interval& interval, unsigned power) {
    TableShape<SumOfPrimes> shape;
    shape.columns = {"sum", "sum_cumulative"};
    shape.cells = [](const auto& row, report::RowCells& cells) {
        cells.add(to_string(sum_of(row.own)));
        cells.add(to_string(sum_of(row.cumulative)));
    };
    shape.result = result_of<SumOfPrimes>;
    shape.headline = [](const SumOfPrimes& sum) { return sum_of(sum); };
    shape.width = (power + 1) * to_string(interval.stop).size();
    return shape;
}

Action prepare_powers(CampaignCommand command, unsigned power, sieve::Method method,
                      const std::string& step) {
    const tally::ProductMeasure measure{tally::PowerSumMeasure(power), tally::PrimeCountMeasure()};
    if (step.empty()) {
        const auto headline = [](const SumOfPrimes& sum) { return sum_of(sum); };
        return run_sum(command, tally::Enumeration(command.axis(), measure, method, headline,
                                                   command.origin()));
    }
    const tally::RowGrid grid = parse_step(command, step);
    return [=, shape = table_shape(command.interval, power)] {
        return run_table(command, grid, measure, method, shape);
    };
}

/// Sums are kept in 576 bits.
void require_sum_beyond(int128 power, const Interval& interval) {
    const auto digits = static_cast<double>(8 * sizeof(std::uint64_t) * law::WideSum::limb_count);
    const double needed = static_cast<double>(std::max<int128>(power, 0))
                              * std::log2(static_cast<double>(interval.stop))
                          + std::log2(static_cast<double>(interval.width() + 1));
    if (needed >= digits) {
        throw std::invalid_argument(fmt::format("--power {} is too high for {}: the sum could pass "
                                                "{:.0f} bits",
                                                to_string(power), to_string(interval), digits));
    }
}

Interval interval_of(const SumOptions& options) {
    if (options.of != "primes" && options.bounds.counted_interval().stop > two_to_the_64) {
        throw std::invalid_argument(fmt::format("sums --of {} end at 2^64", options.of));
    }
    return options.bounds.interval();
}

Action prepare_sum(const SumOptions& options) {
    options.common.check();
    const Interval interval = interval_of(options);
    const sieve::Method method = parse_method(options.method, interval);
    CampaignCommand command{"sum", interval, {{"of", options.of}}, "sum", options.common};
    if (options.of != "primes" && options.of != "integers" && options.of != "twins") {
        throw std::invalid_argument(
            fmt::format("--of is '{}'; legal are primes, integers and twins", options.of));
    }
    const int128 power = parse_power(options.power);
    if (interval.stop > two_to_the_64) {
        require_sum_beyond(power, interval);
    }
    if (power == reciprocal && options.of != "integers") {
        command.question["power"] = -1;
        command.question["method"] = method_name(method);
        return prepare_reciprocals(command, reciprocals_of(options.of), method, options.step);
    }
    if (options.of == "twins") {
        throw std::invalid_argument("--of twins goes with --power -1 alone, for Brun's sum; how "
                                    "many there are is `count --of twins`");
    }
    if (power == reciprocal) {
        throw std::invalid_argument("--power -1 goes with --of primes and --of twins alone");
    }
    const auto exponent = static_cast<unsigned>(power);
    command.question["power"] = exponent;
    if (options.of == "primes") {
        command.question["method"] = method_name(method);
        return prepare_powers(command, exponent, method, options.step);
    }
    if (!options.step.empty()) {
        throw std::invalid_argument("--by goes with --of primes and --of twins alone");
    }
    return run_sum(command, tally::IntegerSum(command.axis(), exponent));
}

} // namespace

void report_merged_sums(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run) {
    if (command.question.at("power") == -1) {
        report_merged_reciprocals(command, tallies, run);
        return;
    }
    if (command.question.at("of") == "integers") {
        report_result(command, result_of(combined<tally::PowerSum>(tallies)), run);
        return;
    }
    report_result(command, result_of(combined<SumOfPrimes>(tallies)), run);
}

void add_sum(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<SumOptions>();
    cli::Command command = application.add_command(
        "sum", "Sums powers of primes or of integers exactly, and reciprocals within a bound");
    add_interval(command, options->bounds);
    command.add_option("--of", options->of, "primes (default), integers, or twins");
    command
        .add_option("--power", options->power,
                    "The exponent K of n^K: 0 to 8 (default 1), or -1, the sum of 1/p, with --of "
                    "twins of 1/p + 1/(p + 2)")
        .value_name("K");
    command
        .add_option("--by", options->step,
                    "A table with a row for every STEP integers from START: each row's own sum "
                    "and the sum from START to its end")
        .value_name("STEP");
    add_method(command, options->method);
    add_check(command, options->common);
    add_common_options(command, options->common);
    command.footer(R"(
A sum of reciprocals is in fixed point: each is rounded down to a multiple of
2^-124, so the sum is too small, by no more than 'error', printed beside it:
sum <= true sum <= sum + error. A pair of twins counts when the interval holds
both, and 5 counts twice, in (3, 5) and in (5, 7): Brun's sum. From START <= 3
the sum S of all pairs below x is extrapolated to Brun's constant,
  B2 = S + 4 C2 / ln x, C2 = 0.6601618158... (the twin prime constant).
That is a heuristic by the conjecture of Hardy and Littlewood, good to some
x^-1/2, and no bound: print as many of its digits as you dare.

-q prints sum, error, and the number of primes or twins; for twins then the
extrapolated constant. With --by the columns are start, stop, sum,
sum_cumulative, and with --power -1 error_cumulative, and for twins brun.

Examples:
  primerank sum 1 1001 --of integers --power 2    1 + 4 + ... + 1000^2 = 333833500
  primerank sum 0 1e10 --of twins --power -1
  primerank sum 0 1e9 --power -1 --by 1e7 --csv mertens.csv)");
    command.callback([options, &action] { action = prepare_sum(*options); });
}

} // namespace primerank::commands
