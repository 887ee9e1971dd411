#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/with_communicator.hpp"
#include "tally/enumeration.hpp"
#include "tally/integer_sum.hpp"
#include "tally/power_sum.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct SumOptions {
    IntervalOptions bounds;
    std::string of = "primes";
    std::string power = "1";
    std::string method = "auto";
    CommonOptions common;
};

unsigned parse_power(const std::string& text) {
    if (text.size() == 1 && text[0] >= '0'
        && text[0] <= '0' + static_cast<int>(tally::largest_power)) {
        return static_cast<unsigned>(text[0] - '0');
    }
    throw std::invalid_argument(
        fmt::format("--power is '{}'; legal are 0 to {}", text, tally::largest_power));
}

report::Result result_of(const tally::PowerSum& sum) {
    return {{"sum", to_string(sum.value)}};
}

tally::WideSum sum_of(const tally::PowerSum& sum) {
    return sum.value;
}

template <campaign::Workload W>
ExitCode run_sum(const CampaignCommand& command, const W& workload) {
    return with_communicator([&](auto& communicator) {
        return run_command(communicator, command, workload, result_of);
    });
}

Action prepare_sum(const SumOptions& options) {
    options.common.check();
    const unsigned power = parse_power(options.power);
    const sieve::Method method = parse_method(options.method);
    CampaignCommand command{"sum",
                            options.bounds.interval(),
                            {{"of", options.of}, {"power", power}},
                            "sum",
                            options.common};
    if (options.of == "integers") {
        return [=] { return run_sum(command, tally::IntegerSum(command.axis(), power)); };
    }
    if (options.of == "primes") {
        command.question["method"] = method_name(method);
        return [=] {
            return run_sum(
                command,
                tally::Enumeration(command.axis(), tally::PowerSumMeasure(power), method, sum_of));
        };
    }
    throw std::invalid_argument(
        fmt::format("--of is '{}'; legal are primes and integers", options.of));
}

} // namespace

void report_merged_sums(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run) {
    report_result(command, result_of(combined<tally::PowerSum>(tallies)), run);
}

void add_sum(CLI::App& application, Action& action) {
    auto options = std::make_shared<SumOptions>();
    CLI::App* command =
        application.add_subcommand("sum", "Sums powers of primes or of integers, exactly");
    add_interval(*command, options->bounds);
    command->add_option("--of", options->of, "primes (default) or integers");
    command->add_option("--power", options->power, "The exponent K of n^K, 0 to 8 (default 1)")
        ->type_name("K");
    add_method(*command, options->method);
    add_common_options(*command, options->common);
    command->footer("\nExample: primerank sum 1 1001 --of integers --power 2    1 + 4 + 9 + ... + "
                    "1000^2 = 333833500");
    command->callback([options, &action] { action = prepare_sum(*options); });
}

} // namespace primerank::commands
