#pragma once

#include "cli/command.hpp"
#include "numbers/interval.hpp"
#include "report/progress.hpp"
#include "sieve/cost.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace primerank::commands {

/// Part i of N equal parts of an interval, i from 0.
struct Shard {
    std::uint64_t i = 0;
    std::uint64_t of = 1;

    /// "i/N" in digits.
    [[nodiscard]] std::string text() const;
};

/// From "i/N", both written as bounds are. Throws std::invalid_argument.
Shard parse_shard(const std::string& text);

/// The options that every command with a campaign has, as typed and then as checked.
struct CommonOptions {
    bool quiet = false;
    bool dry_run = false;
    int threads = 0; ///< 0: this rank's share of its processors
    std::string json;
    std::string csv;
    std::string progress = "auto";
    std::string memory;
    std::string journal;
    std::string shard;
    std::string deadline;
    std::string audit;
    std::string prime_check = "auto"; ///< --check

    /// Throws std::invalid_argument for a value that is not legal.
    void check() const;

    /// Whether --json or --csv is "-": nothing else goes to standard output then.
    [[nodiscard]] bool take_stdout() const { return json == "-" || csv == "-"; }

    /// What --progress comes to for this process.
    [[nodiscard]] report::ProgressStyle progress_style() const;

    /// --memory in bytes a node, if it was given; see parse_size().
    [[nodiscard]] std::optional<uint128> memory_limit() const;

    /// --shard in digits, as questions name it: as typed where that is all there is, for the sake
    /// of journals that say 07/10; empty without.
    [[nodiscard]] std::string shard_name() const;

    /// The part of the interval that --shard i/N names; all of it without.
    [[nodiscard]] Interval part_of(const Interval& whole) const;

    /// Seconds from now that --deadline leaves, which counts from the beginning of the process.
    /// "auto" is the end of the Slurm job; nothing when that is not known. Throws
    /// std::invalid_argument.
    [[nodiscard]] std::optional<double> seconds_to_deadline() const;

    /// --audit as a share of the chunks, 0 to 1. Throws std::invalid_argument.
    [[nodiscard]] double audit_share() const;
};

/// Bytes from a number, as bounds are written or a fraction, and a unit or none: "8G", "1.5 GB",
/// "500MiB", all powers of 1024. Throws std::invalid_argument, naming the option.
std::uint64_t parse_size(const std::string& option, const std::string& text);

void add_quiet(cli::Command& command, bool& quiet);

/// --check, of commands that meet all primes of an interval.
void add_check(cli::Command& command, CommonOptions& options);

void add_common_options(cli::Command& command, CommonOptions& options);
cli::Option add_method(cli::Command& command, std::string& method);

/// auto, enumerate, sieve or test. Throws std::invalid_argument for any other word, and for one
/// that does not go with the interval.
sieve::Method parse_method(const std::string& method, const Interval& interval);

/// The word for a method as results name it.
std::string method_name(sieve::Method method);

} // namespace primerank::commands
