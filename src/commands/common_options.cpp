#include "commands/common_options.hpp"

#include "cluster/launcher.hpp"
#include "cluster/slurm.hpp"
#include "numbers/bound.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <fmt/core.h>
#include <stdexcept>
#include <unistd.h>

namespace primerank::commands {
namespace {

/// When this process began, from which deadlines count.
const auto started = std::chrono::steady_clock::now();

/// What parse(text) gives; nothing where the text cannot be read, and the caller says what is
/// legal.
template <class Parse>
std::optional<uint128> readable(const Parse& parse) {
    try {
        return parse();
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

int parse_threads(const std::string& text) {
    constexpr uint128 most = 4096;
    const auto threads = readable([&] { return parse_bound(text, most); });
    if (!threads || *threads == 0) {
        throw std::invalid_argument(
            fmt::format("--threads is '{}'; legal are 1 to {}", text, to_string(most)));
    }
    return static_cast<int>(*threads);
}

/// Takes the unit off the end of a size; the unit in bytes.
uint128 take_unit(std::string& size) {
    const auto take = [&size](char letter) {
        const bool there =
            !size.empty() && std::toupper(static_cast<unsigned char>(size.back())) == letter;
        if (there) {
            size.pop_back();
        }
        return there;
    };
    const std::string whole = size;
    take('B');
    const bool binary = take('I');
    unsigned power = 1;
    for (const char letter : {'K', 'M', 'G', 'T'}) {
        if (take(letter)) {
            return uint128{1} << 10 * power;
        }
        ++power;
    }
    if (binary) {
        size = whole; // i is no unit
    }
    return 1;
}

} // namespace

Shard parse_shard(const std::string& text) {
    constexpr uint128 most_shards = 1'000'000;
    const std::size_t slash = text.find('/');
    if (slash != std::string::npos) {
        const auto i = readable([&] { return parse_bound(text.substr(0, slash), most_shards); });
        const auto n = readable([&] { return parse_bound(text.substr(slash + 1), most_shards); });
        if (i && n && *i < *n) {
            return {static_cast<std::uint64_t>(*i), static_cast<std::uint64_t>(*n)};
        }
    }
    throw std::invalid_argument(fmt::format(
        "--shard is '{}'; write it i/N with 0 <= i < N, such as 0/100 to 99/100", text));
}

std::string Shard::text() const {
    return fmt::format("{}/{}", i, of);
}

void CommonOptions::check() const {
    if (progress != "auto" && progress != "always" && progress != "never") {
        throw std::invalid_argument(
            fmt::format("--progress is '{}'; legal are auto, always and never", progress));
    }
    if (prime_check != "auto" && prime_check != "pi" && prime_check != "none") {
        throw std::invalid_argument(
            fmt::format("--check is '{}'; legal are auto, pi and none", prime_check));
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

std::string CommonOptions::shard_name() const {
    const bool in_digits = shard.find_first_not_of("0123456789/") == std::string::npos;
    return in_digits ? shard : parse_shard(shard).text();
}

Interval CommonOptions::part_of(const Interval& whole) const {
    if (shard.empty()) {
        return whole;
    }
    const Shard part = parse_shard(shard);
    return even_part(whole, part.i, part.of);
}

std::optional<double> CommonOptions::seconds_to_deadline() const {
    if (deadline.empty()) {
        return std::nullopt;
    }
    if (deadline == "auto") {
        return cluster::seconds_to_job_end();
    }
    constexpr uint128 unit = 1000; // in a second
    constexpr uint128 most = unit * 1'000'000'000'000;
    const auto milliseconds = readable([&] { return parse_multiple(deadline, unit, most); });
    if (!milliseconds || *milliseconds == 0) {
        throw std::invalid_argument(fmt::format(
            "--deadline is '{}'; write it in seconds, above 0, such as 3600, or auto", deadline));
    }
    constexpr double hardly_any = 1e-3;
    const double seconds = static_cast<double>(*milliseconds) / static_cast<double>(unit);
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - started;
    return std::max(hardly_any, seconds - gone.count());
}

double CommonOptions::audit_share() const {
    if (audit.empty()) {
        return 0;
    }
    constexpr uint128 unit = 1'000'000'000; // in a percent
    constexpr uint128 whole = 100 * unit;
    const auto share = readable([&] { return parse_multiple(audit, unit, whole); });
    if (!share) {
        throw std::invalid_argument(
            fmt::format("--audit is '{}'; write it in percent, 0 to 100", audit));
    }
    return static_cast<double>(*share) / static_cast<double>(whole);
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
    std::string number = text.substr(0, text.find_last_not_of(' ') + 1);
    const uint128 unit = take_unit(number);
    const auto bytes = readable([&] { return parse_multiple(number, unit, two_to_the_64 - 1); });
    if (!bytes) {
        throw std::invalid_argument(
            fmt::format("{} is '{}'; write it in bytes, or like 500M, 1.5G, 8 GB (powers of 1024)",
                        option, text));
    }
    return static_cast<std::uint64_t>(*bytes);
}

void add_quiet(cli::Command& command, bool& quiet) {
    command.add_flag("-q,--quiet", quiet, "Print only the result, one value a line");
}

void add_common_options(cli::Command& command, CommonOptions& options) {
    add_quiet(command, options.quiet);
    command
        .add_option(
            "--threads",
            [&options](const std::string& text) { options.threads = parse_threads(text); },
            "Threads a rank (default: its share of the processors)")
        .value_name("T");
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

void add_check(cli::Command& command, CommonOptions& options) {
    command
        .add_option("--check", options.prime_check,
                    "pi: in the end, compare the number of all primes met with pi(STOP - 1) - "
                    "pi(START - 1); auto: where that takes less than 1 % of the work; none")
        .value_name("WHEN");
}

cli::Option add_method(cli::Command& command, std::string& method) {
    return command
        .add_option("--method", method,
                    "auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), or "
                    "test (sieve a little, then test each number)")
        .value_name("M");
}

sieve::Method parse_method(const std::string& method, const Interval& interval) {
    if (interval.stop > two_to_the_64 && method == "pattern") {
        throw std::invalid_argument("--method pattern ends at 2^64");
    }
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
        throw std::invalid_argument("--method combinatorial only counts primes (count, residues, "
                                    "pi); this enumerates them");
    }
    if (method == "pattern") {
        throw std::invalid_argument("--method pattern only finds constellations (count, gaps, "
                                    "list); this is about all primes");
    }
    throw std::invalid_argument(
        fmt::format("--method is '{}'; legal are auto, enumerate, sieve, test and, to count "
                    "primes, combinatorial, to find constellations, pattern",
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
