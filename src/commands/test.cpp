#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/command_files.hpp"
#include "commands/number_lines.hpp"
#include "commands/provable.hpp"
#include "files/standard_output.hpp"
#include "numbers/bound.hpp"
#include "numbers/instruction_set.hpp"
#include "numbers/primality.hpp"

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
    std::string column;
    bool quiet = false;
};

std::string_view verdict_on(uint128 n, bool prime) {
    return prime ? "prime" : n < 2 ? "neither prime nor composite" : "composite";
}

void append(fmt::memory_buffer& lines, uint128 n) {
    if (n < two_to_the_64) {
        lines.append(fmt::format_int(static_cast<std::uint64_t>(n)));
    } else {
        lines.append(to_string(n));
    }
}

/// One line a number: "97 prime", or with --quiet 1 or 0.
void test_numbers(const std::vector<uint128>& numbers, bool quiet) {
    std::vector<std::uint8_t> verdicts(numbers.size());
    test_primality(numbers, verdicts);
    fmt::memory_buffer lines;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (quiet) {
            lines.push_back(verdicts[i] != 0 ? '1' : '0');
        } else {
            append(lines, numbers[i]);
            lines.push_back(' ');
            lines.append(verdict_on(numbers[i], verdicts[i] != 0));
        }
        lines.push_back('\n');
    }
    files::standard_output().write({lines.data(), lines.size()});
}

ExitCode test_lines(const std::string& path, std::size_t column, bool quiet) {
    require_distinct_files({{"--input", path, files::Access::read}});
    NumberLines lines(path, column);
    for (;;) {
        const std::vector<uint128>& numbers = lines.next();
        if (numbers.empty()) {
            break;
        }
        test_numbers(numbers, quiet);
    }
    files::standard_output().flush();
    lines.refuse_bad_line();
    return ExitCode::done;
}

/// 0 where none is named.
std::size_t parse_column(const TestOptions& options) {
    if (options.column.empty()) {
        return 0;
    }
    if (options.input.empty()) {
        throw std::invalid_argument("--column goes with --input FILE");
    }
    constexpr uint128 most = 1000;
    uint128 column = 0;
    try {
        column = parse_bound(options.column, most);
    } catch (const std::invalid_argument&) { // the sentence below says it better
    }
    if (column == 0) {
        throw std::invalid_argument(
            fmt::format("--column is '{}'; legal are 1 to {}", options.column, to_string(most)));
    }
    return static_cast<std::size_t>(column);
}

Action prepare_test(const TestOptions& options) {
    if (options.numbers.empty() == options.input.empty()) {
        throw std::invalid_argument(options.input.empty()
                                        ? "there is nothing to test: name numbers, or --input FILE"
                                        : "name numbers, or --input FILE, but not both");
    }
    const std::size_t column = parse_column(options);
    std::vector<uint128> numbers;
    for (const std::string& text : options.numbers) {
        numbers.push_back(parse_provable(text));
    }
    return [=] {
        if (!cluster::detect_launch().speaks()) {
            return ExitCode::done;
        }
        require_instruction_set();
        if (!options.input.empty()) {
            return test_lines(options.input, column, options.quiet);
        }
        test_numbers(numbers, options.quiet);
        return ExitCode::done;
    };
}

} // namespace

void add_test(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<TestOptions>();
    cli::Command command = application.add_command(
        "test", "Tells of given numbers whether they are prime (proven, not probable)");
    command.add_argument("N", options->numbers, "Integers below " + to_string(proven_limit));
    command
        .add_option("--input", options->input, "Read the numbers from FILE, one a line; - is stdin")
        .value_name("FILE");
    command
        .add_option("--column", options->column,
                    "Which column of a line, from 1, where blanks, tabs or commas separate them; "
                    "2 for the b-files of the OEIS")
        .value_name("K");
    add_quiet(command, options->quiet);
    command.footer(R"(
Prints 'N prime' or 'N composite' for each number in turn; with -q 1 or 0. In
--input, what follows a # is a comment, and lines with no number are passed
over. The first other line that is not a number below the limit ends the run
with code 2. One core tests millions a second, or half a million primes beyond
2^64; of several ranks, rank 0 does it alone.

Examples:
  primerank test --input numbers.txt > verdicts.txt
  primerank test --input b000040.txt --column 2 -q)");
    command.callback([options, &action] { action = prepare_test(*options); });
}

} // namespace primerank::commands
