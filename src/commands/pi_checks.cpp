#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/pi_memory.hpp"
#include "commands/pi_question.hpp"
#include "law/sequence.hpp"
#include "pi/double_check.hpp"
#include "pi/primes_between.hpp"
#include "report/numerals.hpp"
#include "sieve/cost.hpp"

#include <cmath>
#include <fmt/core.h>

namespace primerank::commands {
namespace {

using PiTwice = law::Sequence<pi::PiWorkload, pi::PiWorkload>;

std::string limits_of(uint128 x, const pi::Options& options) {
    const pi::Parameters parameters = pi::choose_parameters(x, options);
    return fmt::format("y = {}, z = {}", report::grouped(std::to_string(parameters.y)),
                       report::grouped(std::to_string(parameters.z)));
}

/// What a second run is good for, in a line.
std::string double_check_note(uint128 x, const pi::Options& first, const pi::Options& second) {
    if (x < pi::combinatorial_start) {
        return "double check: counted twice, with the same result";
    }
    return fmt::format("double check: the same with {} as with {}", limits_of(x, second),
                       limits_of(x, first));
}

ExitCode run_double_check(cluster::Ranks& ranks, PiQuestion question) {
    const uint128 x = question.x;
    const auto forecast = [x](const pi::Options& options) {
        return tables_forecast(x, options)
               + tables_forecast(x, pi::options_for_double_check(x, options));
    };
    const pi::Options first = options_in_memory(ranks, question, forecast);
    const pi::Options second = pi::options_for_double_check(x, first);
    std::optional<std::string> difference;
    const ExitCode code = run_pi_analysis<PiTwice>(
        ranks, question.command, forecast(first),
        [&](const pi::Builders& builders) {
            return PiTwice(pi::PiWorkload(x, builders, first), pi::PiWorkload(x, builders, second));
        },
        [&](const PiTwice& workload, const PiTwice::Tally& tally, const report::RunInfo& run) {
            difference =
                pi::difference(workload.first(), tally.first, workload.second(), tally.second);
            if (!difference) {
                report_quantities(question.command, title_of(x),
                                  pi_result(question, workload.first(), tally.first),
                                  double_check_note(x, first, second), run);
            }
        });
    agree(ranks, [&] {
        if (difference) {
            throw Refusal(ExitCode::audit, "double check: " + *difference);
        }
    });
    return code;
}

/// The h for which sieving (x, x + h] takes about as long as pi(x) and pi(x + h), in two digits.
std::uint64_t width_of_selftest(uint128 x) {
    constexpr std::uint64_t least = 1'000'000;
    constexpr std::uint64_t sample = 10'000'000'000;
    if (x + least + 1 > proven_limit) {
        throw std::invalid_argument("--selftest needs X below " + to_string(proven_limit)
                                    + " - 10^6, where the sieve ends; --double-check does not");
    }
    const Interval window = {x + 1, std::min<uint128>(x + 1 + sample, proven_limit)};
    const double a_second =
        static_cast<double>(window.width()) / sieve::cost(window, sieve::Method::enumerate);
    const double wish =
        std::clamp(2 * pi::seconds_forecast(x) * a_second, static_cast<double>(least), 1e15);
    const double digit = std::pow(10.0, std::floor(std::log10(wish)) - 1);
    const auto h = static_cast<std::uint64_t>(std::floor(wish / digit) * digit);
    return static_cast<std::uint64_t>(std::min<uint128>(h, proven_limit - x - 1));
}

using Selftest = law::Sequence<PiTwice, pi::PrimesBetween>;

ExitCode run_selftest(cluster::Ranks& ranks, PiQuestion question, std::uint64_t h) {
    const uint128 x = question.x;
    const pi::PrimesBetween sieved = pi::primes_between({x + 1, x + h + 1});
    const TablesForecast of_sieve = {sieved.cost(sieved.axis()),
                                     [&sieved](int threads) { return sieved.memory(threads); }};
    const auto forecast = [&](const pi::Options& options) {
        return tables_forecast(x, options) + tables_forecast(x + h, options) + of_sieve;
    };
    const pi::Options options = options_in_memory(ranks, question, forecast);
    std::string difference;
    const ExitCode code = run_pi_analysis<Selftest>(
        ranks, question.command, forecast(options),
        [&](const pi::Builders& builders) {
            return Selftest(PiTwice(pi::PiWorkload(x, builders, options),
                                    pi::PiWorkload(x + h, builders, options)),
                            sieved);
        },
        [&](const Selftest& workload, const Selftest::Tally& tally, const report::RunInfo& run) {
            const PiTwice& both = workload.first();
            const uint128 counted =
                both.second().finish(tally.first.second) - both.first().finish(tally.first.first);
            const std::uint64_t found = tally.second.of_size.front();
            const std::string width = report::grouped(std::to_string(h));
            if (counted != found) {
                difference = fmt::format("pi(x + {0}) - pi(x) = {1}, and the sieve finds {2} "
                                         "primes in (x, x + {0}]",
                                         width, report::grouped(to_string(counted)),
                                         report::grouped(std::to_string(found)));
                return;
            }
            report_quantities(question.command, title_of(x),
                              pi_result(question, both.first(), tally.first.first),
                              fmt::format("self-test: pi(x + {0}) - pi(x) = {1}, as many primes as "
                                          "the sieve finds in (x, x + {0}]",
                                          width, report::grouped(std::to_string(found))),
                              run);
        });
    agree(ranks, [&] {
        if (!difference.empty()) {
            throw Refusal(ExitCode::audit, "self-test: " + difference);
        }
    });
    return code;
}

} // namespace

Action prepare_double_check(const PiQuestion& question) {
    return [question = question]() mutable {
        question.command.question["double_check"] = true;
        return on_ranks([&](cluster::Ranks& ranks) { return run_double_check(ranks, question); });
    };
}

Action prepare_selftest(const PiQuestion& question) {
    const std::uint64_t h = width_of_selftest(question.x);
    return [question = question, h]() mutable {
        question.command.question["selftest"] = std::to_string(h);
        return on_ranks([&](cluster::Ranks& ranks) { return run_selftest(ranks, question, h); });
    };
}

} // namespace primerank::commands
