#include "commands/campaign_run.hpp"

#include "campaign/engine.hpp"
#include "campaign/stop.hpp"
#include "commands/exit_code.hpp"
#include "files/text.hpp"
#include "report/json_report.hpp"

#include <ctime>
#include <fmt/core.h>
#include <system_error>
#include <utility>

namespace primerank::commands {
namespace {

/// A server lets go of the locks of a node that died when their lease ends, which lasts 90 s.
files::Patience until_lease_ends() {
    return [told = false](const files::LockHeld& held, double seconds) mutable {
        constexpr double patience = 100;
        if (!held.may_expire() || seconds >= patience || campaign::stop_requested()) {
            return false;
        }
        if (!std::exchange(told, true)) {
            fmt::print(stderr, "primerank: journal {}; waiting for up to {} s, should it be dead\n",
                       held.what(), patience);
        }
        return true;
    };
}

/// Opens a journal for a campaign; says on stderr when a truncated record was cut off.
/// Throws Refusal.
campaign::Journal open_journal(const std::string& path, const Json& question) {
    try {
        campaign::Journal journal(path, question, until_lease_ends());
        if (journal.locked_by_file()) {
            fmt::print(stderr,
                       "primerank: warning: the file system of '{0}' keeps no locks; '{0}.lock' "
                       "beside it keeps other jobs out\n",
                       files::printable(path));
        }
        if (journal.cut_off() > 0) {
            fmt::print(stderr,
                       "primerank: journal '{}': a truncated last record ({} bytes, left by a "
                       "crash) was cut off\n",
                       files::printable(path), journal.cut_off());
        }
        return journal;
    } catch (const campaign::JournalLocked& locked) {
        throw Refusal(ExitCode::to_continue,
                      fmt::format("{}; the same command continues once it is free", locked.what()));
    } catch (const campaign::JournalRefused& refused) {
        throw Refusal(ExitCode::journal, refused.what());
    } catch (const std::system_error& error) {
        throw Refusal(ExitCode::path, error.what());
    }
}

double cost_of(const law::AnyWorkload& workload, const Interval& piece) {
    return piece.empty() ? 0 : workload.cost(piece);
}

void begin(campaign::Journal& journal, const law::AnyWorkload& workload) {
    try {
        journal.begin(workload.axis(), cost_of(workload, workload.axis()));
    } catch (const campaign::JournalRefused& refused) {
        throw Refusal(ExitCode::journal, refused.what());
    }
}

law::AnyTally recorded(const law::TallyType& type, const std::string& text) {
    try {
        return type.from_text(text);
    } catch (const std::exception& error) {
        throw Refusal(
            ExitCode::journal,
            fmt::format("the journal is damaged: a tally cannot be read: {}", error.what()));
    }
}

/// This run of a campaign, as its journal remembers it.
campaign::Job this_job(const cluster::Placement& placement) {
    campaign::Job job;
    job.ranks = static_cast<int>(placement.ranks.size());
    job.threads = placement.total_threads();
    job.hosts = placement.hosts();
    job.started = report::utc(std::time(nullptr));
    return job;
}

} // namespace

Record::Record(const std::string& path, const Json& question) {
    if (!path.empty()) {
        journal_.emplace(open_journal(path, question));
    }
}

void Record::start(const law::AnyWorkload& workload, Output& output) {
    workload_ = &workload;
    output_ = &output;
    const law::TallyType& type = workload.tally_type();
    state_ = {workload.axis().start, type.identity()};
    std::string saved;
    if (journal_) {
        begin(*journal_, workload);
        const campaign::Prefix& prefix = journal_->prefix();
        state_.frontier = prefix.frontier;
        if (!prefix.tally.empty()) {
            state_.tally = recorded(type, prefix.tally);
        }
        saved = prefix.output;
    }
    output.restore(saved);
    if (journal_) {
        for (const campaign::RoundRecord& round : journal_->rounds()) {
            state_.tally.combine(recorded(type, round.tally));
            state_.frontier = round.interval.stop;
            output.commit(state_);
        }
    }
    output.resume(state_);
}

report::DoneBefore Record::done_before(const law::AnyWorkload& workload) const {
    report::DoneBefore done{state_.frontier, output_->taken_headline()};
    done.headline += workload.headline(state_.tally);
    return done;
}

void Record::commit(const Interval& round, const law::AnyTally& tally, double seconds,
                    campaign::State& state) {
    output_->commit(state);
    if (!journal_) {
        return;
    }
    const double cost = cost_of(*workload_, round);
    if (output_->drains()) {
        journal_->advance(round, seconds, cost);
        if (journal_->fold_is_due()) {
            journal_->fold(state.tally.text(), output_->save());
        }
        return;
    }
    journal_->append({round, tally.text(), seconds, 0, cost});
    if (journal_->wants_folding()) {
        journal_->fold(state.tally.text(), output_->save());
    }
}

void Record::close(const campaign::State& state) {
    output_->finish(state);
    std::string saved = output_->save();
    if (journal_ && !journal_->rounds().empty()) {
        journal_->fold(state.tally.text(), std::move(saved));
    }
}

CampaignResult run_campaign(cluster::Ranks& ranks, const law::AnyWorkload& workload,
                            const CommonOptions& options, const cluster::Placement& placement,
                            const std::string& unit, Record* record) {
    report::ProgressDisplay display(
        record != nullptr ? options.progress_style() : report::ProgressStyle::none, unit,
        record != nullptr ? record->done_before(workload) : report::DoneBefore{});
    CampaignResult result;
    result.run.started = std::time(nullptr);
    campaign::Settings settings;
    settings.threads = placement.threads;
    settings.audit_share = options.audit_share();
    campaign::State from;
    campaign::Commit commit;
    if (record != nullptr) {
        settings.deadline = options.seconds_to_deadline();
        from = record->state();
        commit = [record](const Interval& round, const law::AnyTally& tally, double seconds,
                          campaign::State& state) { record->commit(round, tally, seconds, state); };
        if (record->journal()) {
            record->journal()->begin_job(this_job(placement));
        }
    }
    campaign::Engine engine(workload, ranks, settings, display);
    result.outcome = engine.run(std::move(from), std::move(commit));
    if (record != nullptr) {
        record->close(result.outcome.state);
        result.run.places = placement.ranks;
        result.run.totals = result.outcome.ranks;
        result.run.load = result.outcome.load;
        result.run.rounds = result.outcome.rounds;
        result.run.seconds = result.outcome.seconds;
        result.run.complete = result.outcome.complete;
        result.run.mpi = ranks.library_version();
        if (record->journal()) {
            result.run.jobs = record->journal()->jobs();
        }
    }
    return result;
}

} // namespace primerank::commands
