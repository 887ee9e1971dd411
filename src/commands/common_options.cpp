#include "commands/common_options.hpp"

#include "cluster/launcher.hpp"
#include "numbers/bound.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace primerank::commands {

void CommonOptions::check() const {
    constexpr int most_threads = 4096;
    if (threads < 0 || threads > most_threads) {
        throw std::invalid_argument(
            fmt::format("--threads is {}; legal are 1 to {}", threads, most_threads));
    }
    if (progress != "auto" && progress != "always" && progress != "never") {
        throw std::invalid_argument(
            fmt::format("--progress is '{}'; legal are auto, always and never", progress));
    }
    (void)memory_limit();
}

/// mpirun connects stderr to a pseudo terminal or a pipe as it likes, so isatty says nothing there:
/// a line a minute is right for both.
report::ProgressStyle CommonOptions::progress_style() const {
    using report::ProgressStyle;
    if (progress == "always") {
        return ProgressStyle::line;
    }
    if (progress == "never" || quiet) {
        return ProgressStyle::none;
    }
    if (cluster::detect_launch().parallel || std::getenv("SLURM_JOB_ID") != nullptr) {
        return ProgressStyle::minute;
    }
    return isatty(STDERR_FILENO) != 0 ? ProgressStyle::line : ProgressStyle::none;
}

std::optional<uint128> CommonOptions::memory_limit() const {
    if (memory.empty()) {
        return std::nullopt;
    }
    std::string number = memory;
    uint128 unit = 1;
    constexpr std::string_view units = "KMGT";
    if (const std::size_t power = units.find(number.back()); power != std::string_view::npos) {
        unit <<= 10 * (power + 1);
        number.pop_back();
    }
    try {
        return parse_bound(number, two_to_the_64 / unit) * unit;
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument(fmt::format(
            "--memory is '{}'; write it in bytes, or like 500M, 8G (powers of 1024)", memory));
    }
}

Interval IntervalOptions::interval() const {
    return parse_interval(start, stop);
}

void add_interval(CLI::App& command, IntervalOptions& options) {
    command.add_option("START", options.start, "First integer of the interval")->required();
    command.add_option("STOP", options.stop, "Integer after its last, or +WIDTH")->required();
}

void add_quiet(CLI::App& command, bool& quiet) {
    command.add_flag("-q,--quiet", quiet, "Print only the result, one value a line");
}

void add_common_options(CLI::App& command, CommonOptions& options) {
    add_quiet(command, options.quiet);
    command
        .add_option("--threads", options.threads,
                    "Threads a rank (default: its share of the processors)")
        ->check([](const std::string& text) {
            return text.find_first_not_of("0123456789") == std::string::npos && text.size() < 5
                           && std::atoi(text.c_str()) > 0
                       ? std::string()
                       : fmt::format("'{}' is not a number of threads; legal are 1 to 4096", text);
        });
    command.add_option("--json", options.json, "Also write result, question and layout to FILE")
        ->type_name("FILE");
    command.add_option("--csv", options.csv, "Also write the result as a table to FILE")
        ->type_name("FILE");
    command.add_option("--progress", options.progress,
                       "auto, always or never: share done, rate and time left on stderr");
    command
        .add_option("--memory", options.memory,
                    "Refuse to start when a node would need more, such as 8G")
        ->type_name("LIMIT");
    command.add_flag("--dry-run", options.dry_run,
                     "Show method, rounds, seconds and memory expected, and stop");
}

void add_method(CLI::App& command, std::string& method) {
    command.add_option("--method", method,
                       "auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), or "
                       "test (sieve a little, then test each number)");
}

sieve::Method parse_method(const std::string& method) {
    if (method == "auto" || method == "enumerate") {
        return sieve::Method::enumerate;
    }
    if (method == "sieve") {
        return sieve::Method::sieve;
    }
    if (method == "test") {
        return sieve::Method::test;
    }
    throw std::invalid_argument(
        fmt::format("--method is '{}'; legal are auto, enumerate, sieve and test", method));
}

std::string method_name(sieve::Method method) {
    switch (method) {
    case sieve::Method::sieve:
        return "sieve";
    case sieve::Method::test:
        return "test";
    case sieve::Method::enumerate:
        break;
    }
    return "enumerate";
}

} // namespace primerank::commands
