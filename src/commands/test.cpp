#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/common_options.hpp"
#include "numbers/bound.hpp"
#include "numbers/primality.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

struct TestOptions {
    std::vector<std::string> numbers;
    bool quiet = false;
};

/// One line a number: "97 prime", or with --quiet 1 or 0.
ExitCode test_numbers(const std::vector<std::uint64_t>& numbers, bool quiet) {
    std::vector<std::uint8_t> verdicts(numbers.size());
    test_primality(numbers, verdicts);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (quiet) {
            fmt::print("{}\n", verdicts[i]);
        } else {
            const char* verdict = verdicts[i] != 0 ? "prime"
                                  : numbers[i] < 2 ? "neither prime nor composite"
                                                   : "composite";
            fmt::print("{} {}\n", numbers[i], verdict);
        }
    }
    return ExitCode::done;
}

} // namespace

void add_test(CLI::App& application, Action& action) {
    auto options = std::make_shared<TestOptions>();
    CLI::App* command = application.add_subcommand(
        "test", "Tells of given numbers whether they are prime (proven, not probable)");
    command->add_option("N", options->numbers, "Integers below 2^64")->required();
    add_quiet(*command, options->quiet);
    command->callback([options, &action] {
        std::vector<std::uint64_t> numbers;
        for (const std::string& text : options->numbers) {
            numbers.push_back(static_cast<std::uint64_t>(parse_bound(text, two_to_the_64 - 1)));
        }
        action = [numbers, quiet = options->quiet] {
            return cluster::detect_launch().rank == 0 ? test_numbers(numbers, quiet)
                                                      : ExitCode::done;
        };
    });
}

} // namespace primerank::commands
