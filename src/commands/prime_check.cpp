#include "commands/prime_check.hpp"

#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/run_aside.hpp"
#include "commands/tables_forecast.hpp"
#include "law/sequence.hpp"
#include "report/numerals.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace primerank::commands {
namespace {

using PiTwice = law::Sequence<pi::PiWorkload, pi::PiWorkload>;

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
    std::optional<PiTwice> both;
    const auto whole = run_aside(
        ranks, command, placement, "pi", making<PiTwice>(both, [&](const pi::Builders& builders) {
            return PiTwice(pi::PiWorkload(last_below(axis.start), builders),
                           pi::PiWorkload(last_below(axis.stop), builders));
        }));
    if (!whole) {
        return std::nullopt;
    }
    const auto& tally = whole->as<PiTwice::Tally>();
    return both->second().finish(tally.second) - both->first().finish(tally.first);
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
    TablesForecast forecast =
        tables_forecast(last_below(axis.start)) + tables_forecast(last_below(axis.stop));
    if (when == "auto") {
        constexpr double hardly_noticed = 0.01;
        const bool cheap = forecast.seconds < hardly_noticed * workload.cost(workload.axis());
        const int fits = cheap && has_room(command, forecast, placement) ? 1 : 0;
        if (cluster::from_root(ranks, fits) == 0) {
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
    if (cluster::from_root(ranks, by_pi ? 1 : 0) == 0) {
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
