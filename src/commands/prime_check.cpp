#include "commands/prime_check.hpp"

#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/pi_difference.hpp"
#include "commands/run_aside.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>

namespace primerank::commands {
namespace {

bool has_room(const CampaignCommand& command, const TablesForecast& forecast,
              const cluster::Placement& placement) {
    try {
        require_memory(node_memory(placement, forecast.rank_memory),
                       command.options.memory_limit());
        return true;
    } catch (const Refusal&) {
        return false;
    }
}

/// pi(stop - 1) - pi(start - 1) on rank 0; nothing where it was stopped.
std::optional<uint128> primes_by_pi(cluster::Ranks& ranks, const CampaignCommand& command,
                                    const cluster::Placement& placement) {
    const Interval axis = command.axis();
    std::optional<PiDifference> both;
    const auto whole = run_aside(ranks, command, placement, "pi",
                                 making<PiDifference>(both, [&](const pi::Builders& builders) {
                                     return pi_difference(axis, builders);
                                 }));
    if (!whole) {
        return std::nullopt;
    }
    return primes_from(*both, whole->as<PiDifference::Tally>());
}

} // namespace

std::optional<TablesForecast> forecast_check(cluster::Ranks& ranks, const CampaignCommand& command,
                                             const law::AnyWorkload& workload,
                                             const cluster::Placement& placement) {
    const std::string& when = command.options.prime_check;
    const Interval axis = command.axis();
    const bool meets_all = workload.primes(workload.tally_type().identity()).has_value();
    if (when == "pi" && !meets_all) {
        throw Refusal(ExitCode::refused,
                      "--check pi is for campaigns that meet all primes of their "
                      "interval, and this one does not");
    }
    if (when == "none" || !meets_all || axis.empty()) {
        return std::nullopt;
    }
    TablesForecast forecast = forecast_pi_difference(axis);
    if (when == "auto") {
        constexpr double hardly_noticed = 0.01;
        const bool cheap = forecast.seconds < hardly_noticed * workload.cost(workload.axis());
        if (!cluster::from_root(ranks, cheap && has_room(command, forecast, placement))) {
            return std::nullopt;
        }
    }
    return forecast;
}

std::string check_by_pi(cluster::Ranks& ranks, const CampaignCommand& command,
                        const cluster::Placement& placement, std::uint64_t met, Record* record) {
    const auto journal = [record]() -> campaign::Journal* {
        return record != nullptr && record->journal() ? &*record->journal() : nullptr;
    };
    const std::string recorded = journal() != nullptr ? journal()->primes_by_pi() : "";
    std::optional<uint128> by_pi;
    if (!recorded.empty()) {
        by_pi = parse_uint128(recorded);
    }
    if (!cluster::from_root(ranks, by_pi.has_value())) {
        by_pi = primes_by_pi(ranks, command, placement);
    }
    agree(ranks, [&] {
        if (!by_pi && journal() != nullptr) {
            throw Refusal(ExitCode::to_continue,
                          "stopped while the number of primes was checked by pi; the same command "
                          "continues from there");
        }
        if (!by_pi && command.options.prime_check == "pi") {
            throw Refusal(ExitCode::failed,
                          "stopped while the number of primes was checked by pi; nothing is kept "
                          "without --journal");
        }
        if (by_pi && *by_pi != met) {
            throw Refusal(ExitCode::audit,
                          fmt::format("check by pi: {} primes were met in {}, and there are {}",
                                      report::grouped(std::to_string(met)),
                                      to_string(command.axis()),
                                      report::grouped(to_string(*by_pi))));
        }
        if (by_pi && recorded.empty() && journal() != nullptr) {
            journal()->record_check(to_string(*by_pi));
        }
    });
    return by_pi ? to_string(*by_pi) : "";
}

} // namespace primerank::commands
