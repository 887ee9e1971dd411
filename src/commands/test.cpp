#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/command_files.hpp"
#include "commands/number_lines.hpp"
#include "files/standard_output.hpp"
#include "numbers/bound.hpp"
#include "numbers/instruction_set.hpp"
#include "numbers/primality.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

struct TestOptions {
    std::vector<std::string> numbers;
    std::string input;
    bool quiet = false;
};

std::string_view verdict_on(std::uint64_t n, bool prime) {
    return prime ? "prime" : n < 2 ? "neither prime nor composite" : "composite";
}

/// One line a number: "97 prime", or with --quiet 1 or 0.
void test_numbers(const std::vector<std::uint64_t>& numbers, bool quiet) {
    std::vector<std::uint8_t> verdicts(numbers.size());
    test_primality(numbers, verdicts);
    fmt::memory_buffer lines;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (quiet) {
            lines.push_back(verdicts[i] != 0 ? '1' : '0');
        } else {
            lines.append(fmt::format_int(numbers[i]));
            lines.push_back(' ');
            lines.append(verdict_on(numbers[i], verdicts[i] != 0));
        }
        lines.push_back('\n');
    }
    files::standard_output().write({lines.data(), lines.size()});
}

ExitCode test_lines(const std::string& path, bool quiet) {
    require_distinct_files({{"--input", path, files::Access::read}});
    NumberLines lines(path);
    for (;;) {
        const std::vector<std::uint64_t>& numbers = lines.next();
        if (numbers.empty()) {
            break;
        }
        test_numbers(numbers, quiet);
    }
    files::standard_output().flush();
    lines.refuse_bad_line();
    return ExitCode::done;
}

Action prepare_test(const TestOptions& options) {
    if (options.numbers.empty() == options.input.empty()) {
        throw std::invalid_argument(options.input.empty()
                                        ? "there is nothing to test: name numbers, or --input FILE"
                                        : "name numbers, or --input FILE, but not both");
    }
    std::vector<std::uint64_t> numbers;
    for (const std::string& text : options.numbers) {
        numbers.push_back(static_cast<std::uint64_t>(parse_bound(text, two_to_the_64 - 1)));
    }
    return [=] {
        if (!cluster::detect_launch().speaks()) {
            return ExitCode::done;
        }
        require_instruction_set();
        if (!options.input.empty()) {
            return test_lines(options.input, options.quiet);
        }
        test_numbers(numbers, options.quiet);
        return ExitCode::done;
    };
}

} // namespace

void add_test(CLI::App& application, Action& action) {
    auto options = std::make_shared<TestOptions>();
    CLI::App* command = application.add_subcommand(
        "test", "Tells of given numbers whether they are prime (proven, not probable)");
    command->add_option("N", options->numbers, "Integers below 2^64");
    command
        ->add_option("--input", options->input,
                     "Read the numbers from FILE, one a line; - is stdin")
        ->type_name("FILE");
    add_quiet(*command, options->quiet);
    command->footer(R"(
Prints 'N prime' or 'N composite' for each number in turn; with -q 1 or 0. The
first line of --input that is not a number below 2^64 ends the run with code 2.
One core tests millions a second; of several ranks, rank 0 does it alone.

Example: primerank test --input numbers.txt > verdicts.txt)");
    command->callback([options, &action] { action = prepare_test(*options); });
}

} // namespace primerank::commands
