#include "commands/run_command.hpp"

#include "campaign/planner.hpp"
#include "commands/on_ranks.hpp"
#include "commands/prime_check.hpp"

#include <optional>
#include <string>

namespace primerank::commands {
namespace {

Refusal stopped_in_tables(const CampaignCommand& command) {
    const std::string where = "stopped while tables were built";
    return command.options.journal.empty()
               ? Refusal(ExitCode::failed, where)
               : Refusal(ExitCode::to_continue,
                         where + "; the same command continues from what the journal has");
}

/// The rest of a campaign once its record is open (on rank 0) and its workload ready. checks:
/// whether the primes that it meets are compared with pi.
ExitCode run_recorded(cluster::Ranks& ranks, const CampaignCommand& command,
                      const cluster::Placement& placement, const law::AnyWorkload& workload,
                      std::optional<Record>& record,
                      const std::function<std::unique_ptr<Output>()>& output, const Report& report,
                      bool checks) {
    std::unique_ptr<Output> written;
    agree(ranks, [&] {
        warn_if_crowded(placement);
        written = output();
        record->start(workload, *written);
    });
    auto [outcome, run] = run_campaign(ranks, workload, command.options, placement, command.unit,
                                       record ? &*record : nullptr);
    agree(ranks, [&, &outcome = outcome, &run = run] {
        if (outcome.difference) {
            throw audit_failed(*outcome.difference, placement);
        }
        if (!outcome.complete) {
            throw stopped_early(command, workload.axis(), outcome.state.frontier, run);
        }
    });
    if (checks) {
        const std::uint64_t met =
            written ? written->taken_primes() + *workload.primes(outcome.state.tally) : 0;
        run.primes_by_pi = check_by_pi(ranks, command, placement, met, record ? &*record : nullptr);
    }
    if (ranks.rank() == 0) {
        report(outcome.state.tally, *written, run);
    }
    return ExitCode::done;
}

/// What must be in order on rank 0 before anything takes time; then its record is open.
void open_record(cluster::Ranks& ranks, const CampaignCommand& command,
                 std::optional<Record>& record, const std::function<NodeMemory()>& memory) {
    agree(ranks, [&] {
        require_usable_files(command.options, command.files);
        require_memory(memory(), command.options.memory_limit());
        record.emplace(command.options.journal, command.full_question());
    });
}

} // namespace

ExitCode run_command(cluster::Ranks& ranks, const CampaignCommand& command,
                     const law::AnyWorkload& workload,
                     const std::function<std::unique_ptr<Output>()>& output, const Report& report) {
    const cluster::Placement placement = cluster::place_ranks(ranks, command.options.threads);
    const std::optional<TablesForecast> check = forecast_check(ranks, command, workload, placement);
    const auto memory = [&] {
        const NodeMemory work = node_memory(placement, workload, command.kept_bytes);
        return check ? larger(work, node_memory(placement, check->rank_memory)) : work;
    };
    if (command.options.dry_run) {
        if (ranks.rank() == 0) {
            Json question = command.explained_question();
            if (check) {
                question["check"] = "all primes against pi(stop - 1) - pi(start - 1)";
            }
            print_forecast(question, workload, check ? check->seconds : 0, memory(), placement);
        }
        return ExitCode::done;
    }
    std::optional<Record> record;
    open_record(ranks, command, record, memory);
    return run_recorded(ranks, command, placement, workload, record, output, report,
                        check.has_value());
}

ExitCode
run_with_tables(cluster::Ranks& ranks, const CampaignCommand& command,
                const TablesForecast& forecast, const MakeWorkload& make,
                const std::function<void(const law::AnyTally&, const report::RunInfo&)>& report) {
    const CommonOptions& options = command.options;
    const cluster::Placement placement = cluster::place_ranks(ranks, options.threads);
    if (options.dry_run) {
        if (ranks.rank() == 0) {
            print_forecast(command.explained_question(), command.interval, forecast.seconds,
                           campaign::PlanSettings::for_ranks(placement.ranks.size()).round_seconds,
                           node_memory(placement, forecast.rank_memory), placement);
        }
        return ExitCode::done;
    }
    std::optional<Record> record;
    open_record(ranks, command, record,
                [&] { return node_memory(placement, forecast.rank_memory); });
    const auto workload =
        build_tables(ranks, placement.threads, options.seconds_to_deadline(), make);
    agree(ranks, [&] {
        if (!workload) {
            throw stopped_in_tables(command);
        }
    });
    return run_recorded(
        ranks, command, placement, *workload, record, [] { return std::make_unique<Output>(); },
        [&](const law::AnyTally& tally, Output&, const report::RunInfo& run) {
            report(tally, run);
        },
        false);
}

} // namespace primerank::commands
