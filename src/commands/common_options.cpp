#include "commands/common_options.hpp"

#include "cluster/launcher.hpp"
#include "cluster/slurm.hpp"
#include "numbers/bound.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace primerank::commands {
namespace {

/// When this process began, from which deadlines count.
const auto started = std::chrono::steady_clock::now();

} // namespace

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
    (void)part_of({});
    (void)audit_share();
    if (deadline != "auto" || cluster::detect_launch().rank == 0) { // see seconds_to_job_end
        (void)seconds_to_deadline();
    }
    if (!shard.empty() && journal.empty()) {
        throw std::invalid_argument("--shard needs --journal, from which merge takes the result");
    }
}

Interval CommonOptions::part_of(const Interval& whole) const {
    if (shard.empty()) {
        return whole;
    }
    const std::size_t slash = shard.find('/');
    try {
        constexpr uint128 most_shards = 1'000'000;
        const uint128 i = parse_bound(shard.substr(0, slash), most_shards);
        const uint128 n =
            slash == std::string::npos ? 0 : parse_bound(shard.substr(slash + 1), most_shards);
        if (i < n) {
            return even_part(whole, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(n));
        }
    } catch (const std::invalid_argument&) { // the sentence below says it better
    }
    throw std::invalid_argument(fmt::format(
        "--shard is '{}'; write it i/N with 0 <= i < N, such as 0/100 to 99/100", shard));
}

std::optional<double> CommonOptions::seconds_to_deadline() const {
    if (deadline.empty()) {
        return std::nullopt;
    }
    if (deadline == "auto") {
        return cluster::seconds_to_job_end();
    }
    double seconds = 0;
    const auto [end, error] =
        std::from_chars(deadline.data(), deadline.data() + deadline.size(), seconds);
    if (error != std::errc{} || end != deadline.data() + deadline.size() || !(seconds > 0)) {
        throw std::invalid_argument(
            fmt::format("--deadline is '{}'; write it in seconds, or auto", deadline));
    }
    constexpr double hardly_any = 1e-3;
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - started;
    return std::max(hardly_any, seconds - gone.count());
}

double CommonOptions::audit_share() const {
    if (audit.empty()) {
        return 0;
    }
    double percent = 0;
    const auto [end, error] = std::from_chars(audit.data(), audit.data() + audit.size(), percent);
    if (error != std::errc{} || end != audit.data() + audit.size() || !(percent >= 0)
        || percent > 100) {
        throw std::invalid_argument(
            fmt::format("--audit is '{}'; write it in percent, 0 to 100", audit));
    }
    return percent / 100;
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
    return parse_size("--memory", memory);
}

std::uint64_t parse_size(const std::string& option, const std::string& text) {
    std::string number = text;
    uint128 unit = 1;
    constexpr std::string_view units = "KMGT";
    if (const std::size_t power = number.empty() ? units.npos : units.find(number.back());
        power != std::string_view::npos) {
        unit <<= 10 * (power + 1);
        number.pop_back();
    }
    try {
        return static_cast<std::uint64_t>(parse_bound(number, (two_to_the_64 - 1) / unit) * unit);
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument(fmt::format(
            "{} is '{}'; write it in bytes, or like 500M, 8G (powers of 1024)", option, text));
    }
}

Interval IntervalOptions::interval() const {
    return parse_interval(start, stop);
}

void add_interval(cli::Command& command, IntervalOptions& options) {
    command.add_argument("START", options.start, "First integer of the interval").required();
    command.add_argument("STOP", options.stop, "Integer after its last, or +WIDTH").required();
}

void add_quiet(cli::Command& command, bool& quiet) {
    command.add_flag("-q,--quiet", quiet, "Print only the result, one value a line");
}

void add_common_options(cli::Command& command, CommonOptions& options) {
    add_quiet(command, options.quiet);
    command
        .add_option("--threads", options.threads,
                    "Threads a rank (default: its share of the processors)")
        .check([](const std::string& text) {
            return text.find_first_not_of("0123456789") == std::string::npos && text.size() < 5
                           && std::atoi(text.c_str()) > 0
                       ? std::string()
                       : fmt::format("'{}' is not a number of threads; legal are 1 to 4096", text);
        });
    command
        .add_option(
            "--json", options.json,
            "Also write result, question and layout to FILE; -: to stdout, and nothing else")
        .value_name("FILE");
    command
        .add_option("--csv", options.csv,
                    "Also write the result as a table to FILE; -: to stdout, and nothing else")
        .value_name("FILE");
    command
        .add_option("--progress", options.progress,
                    "auto, always or never: share done, rate and time left on stderr")
        .value_name("WHEN");
    command
        .add_option("--memory", options.memory,
                    "Refuse to start when a node would need more, such as 8G")
        .value_name("LIMIT");
    command
        .add_option("--journal", options.journal,
                    "Record progress in FILE, and continue from it if it is there")
        .value_name("FILE");
    command
        .add_option("--shard", options.shard,
                    "Only part i (from 0) of N equal parts of the interval; see merge")
        .value_name("i/N");
    command
        .add_option("--deadline", options.deadline,
                    "Stop in order before SECONDS are over; auto: before the Slurm job ends")
        .value_name("SECONDS");
    command
        .add_option("--audit", options.audit,
                    "Do this share of the chunks again, on another rank and in another way, and "
                    "compare")
        .value_name("PERCENT");
    command.add_flag("--dry-run", options.dry_run,
                     "Show method, rounds, seconds and memory expected, and stop");
}

cli::Option add_method(cli::Command& command, std::string& method) {
    return command
        .add_option("--method", method,
                    "auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), or "
                    "test (sieve a little, then test each number)")
        .value_name("M");
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
    if (method == "combinatorial") {
        throw std::invalid_argument(
            "--method combinatorial only counts primes (count, pi); this enumerates them");
    }
    throw std::invalid_argument(
        fmt::format("--method is '{}'; legal are auto, enumerate, sieve, test and, to count "
                    "primes, combinatorial",
                    method));
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
