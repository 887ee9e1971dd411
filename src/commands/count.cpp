#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

using tally::CountMeasure;
using tally::Counts;

struct CountOptions {
    IntervalOptions bounds;
    std::string of = "primes";
    std::string step;
    std::string method = "auto";
    CommonOptions common;
};

std::vector<unsigned> sizes_in(tally::TupletSizes sizes) {
    std::vector<unsigned> result;
    for (unsigned size = 1; size <= tally::largest_tuplet; ++size) {
        if ((sizes >> (size - 1) & 1) != 0) {
            result.push_back(size);
        }
    }
    return result;
}

Action prepare_count(const CountOptions& options) {
    options.common.check();
    const Interval interval = options.bounds.interval();
    const tally::TupletSizes asked = tally::parse_tuplet_sizes(options.of);
    const sieve::Method method = parse_method(options.method);
    const std::vector<unsigned> sizes = sizes_in(asked);
    const CampaignCommand command{
        "count",
        {{"of", tally::tuplet_names(asked)}, {"method", method_name(method)}},
        std::string(tally::tuplet_name(sizes.front())),
        options.common};
    const auto result_of = [sizes](const Counts& counts) {
        report::Result result;
        for (const unsigned size : sizes) {
            result.push_back(
                {std::string(tally::tuplet_name(size)), std::to_string(counts.of_size[size - 1])});
        }
        return result;
    };
    const auto headline = [first = sizes.front()](const Counts& counts) {
        return tally::WideSum(counts.of_size[first - 1]);
    };
    return [=] {
        const tally::Enumeration workload(interval, CountMeasure(asked), method, headline);
        return with_communicator([&](auto& communicator) {
            return run_command(communicator, command, workload, result_of);
        });
    };
}

} // namespace

void add_count(CLI::App& application, Action& action) {
    auto options = std::make_shared<CountOptions>();
    CLI::App* command = application.add_subcommand("count", "Counts primes and prime tuplets");
    add_interval(*command, options->bounds);
    command
        ->add_option("--of", options->of,
                     "What to count, separated by commas: primes (default), twins, triplets, "
                     "quadruplets, quintuplets, sextuplets")
        ->type_name("LIST");
    command->add_option("--by", options->step, "A table with a row for every STEP integers")
        ->type_name("STEP");
    add_method(*command, options->method);
    add_common_options(*command, options->common);
    command->callback([options, &action] { action = prepare_count(*options); });
}

} // namespace primerank::commands
