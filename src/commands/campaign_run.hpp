#pragma once

#include "campaign/engine.hpp"
#include "campaign/journal.hpp"
#include "cluster/placement.hpp"
#include "commands/common_options.hpp"
#include "report/json_report.hpp"
#include "report/progress.hpp"
#include "report/run_info.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace primerank::commands {

/// Opens a journal for a campaign; says on stderr when a truncated record was cut off.
/// Throws Refusal.
campaign::Journal open_journal(const std::string& path, const report::Json& question,
                               const Interval& axis);

/// What a command writes while its campaign runs: nothing, unless it says otherwise.
template <class Tally>
class Output {
  public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    virtual ~Output() = default;

    /// A round has become part of the state: write what is complete, and take it out of the state.
    virtual void commit(campaign::State<Tally>& /*state*/) {}

    /// What restore() needs to go on from here. All that was written is on the disk then.
    virtual std::string save() { return {}; }

    /// Goes back to the moment of a save(): files are cut to what they were. An empty text is the
    /// beginning.
    virtual void restore(const std::string& /*saved*/) {}

    /// All that the journal knows has been committed: the work goes on, or begins, from this state.
    virtual void resume(const campaign::State<Tally>& /*state*/) {}

    /// The headline of what commit() took out of the state, since the beginning of the campaign.
    [[nodiscard]] virtual tally::WideSum taken_headline() const { return {}; }

    /// The work ends at this state, for now or for good.
    virtual void finish(const campaign::State<Tally>& /*state*/) {}
};

/// Rank 0's journal and output, which go on together: rounds that the journal knows but has not
/// folded are committed again, to an output that was cut back to the folded prefix.
template <class Tally>
class Record {
  public:
    /// Throws Refusal for a journal that cannot be continued or a path that cannot be used.
    Record(const std::string& path, const report::Json& question, const Interval& axis,
           Output<Tally>& output)
        : output_(output) {
        state_.frontier = axis.start;
        std::string saved;
        if (!path.empty()) {
            journal_.emplace(open_journal(path, question, axis));
            const campaign::Prefix& prefix = journal_->prefix();
            state_.frontier = prefix.frontier;
            if (!prefix.tally.empty()) {
                state_.tally = campaign::deserialized<Tally>(prefix.tally);
            }
            saved = prefix.output;
        }
        output_.restore(saved);
        if (journal_) {
            for (const campaign::RoundRecord& round : journal_->rounds()) {
                state_.tally.combine(campaign::deserialized<Tally>(round.tally));
                state_.frontier = round.interval.stop;
                output_.commit(state_);
            }
        }
        output_.resume(state_);
    }

    [[nodiscard]] const campaign::State<Tally>& state() const { return state_; }
    [[nodiscard]] std::optional<campaign::Journal>& journal() { return journal_; }

    /// What lies below the state's frontier, for the progress display.
    template <campaign::Workload W>
    [[nodiscard]] report::DoneBefore done_before(const W& workload) const {
        report::DoneBefore done{state_.frontier, output_.taken_headline()};
        done.headline += workload.headline(state_.tally);
        return done;
    }

    void commit(const Interval& round, const Tally& tally, double seconds,
                campaign::State<Tally>& state) {
        output_.commit(state);
        if (!journal_) {
            return;
        }
        journal_->append({round, campaign::serialized(tally), seconds, 0});
        if (journal_->wants_folding()) {
            journal_->fold(campaign::serialized(state.tally), output_.save());
        }
    }

    /// Everything is on the disk.
    void close(const campaign::State<Tally>& state) {
        output_.finish(state);
        std::string saved = output_.save();
        if (journal_ && !journal_->rounds().empty()) {
            journal_->fold(campaign::serialized(state.tally), std::move(saved));
        }
    }

  private:
    Output<Tally>& output_;
    std::optional<campaign::Journal> journal_;
    campaign::State<Tally> state_;
};

/// This run of a campaign, as its journal remembers it.
campaign::Job this_job(const cluster::Placement& placement);

/// A campaign's outcome with how it was run.
template <class Tally>
struct CampaignResult {
    campaign::Outcome<Tally> outcome;
    report::RunInfo run;
};

/// Runs a workload on all ranks from where the record stands. record: on rank 0.
/// unit: what the workload's headline counts, for the progress display.
template <campaign::Workload W, cluster::Communicator C>
CampaignResult<typename W::Tally>
run_campaign(C& communicator, const W& workload, const CommonOptions& options,
             const cluster::Placement& placement, const std::string& unit,
             Record<typename W::Tally>* record) {
    using Tally = typename W::Tally;
    report::ProgressDisplay display(
        record != nullptr ? options.progress_style() : report::ProgressStyle::none, unit,
        record != nullptr ? record->done_before(workload) : report::DoneBefore{});
    CampaignResult<Tally> result;
    result.run.started = std::chrono::system_clock::now();
    campaign::Settings settings;
    settings.threads = placement.threads;
    settings.audit_share = options.audit_share();
    campaign::State<Tally> from;
    campaign::Commit<Tally> commit;
    if (record != nullptr) {
        settings.deadline = options.seconds_to_deadline();
        from = record->state();
        commit = [record](const Interval& round, const Tally& tally, double seconds,
                          campaign::State<Tally>& state) {
            record->commit(round, tally, seconds, state);
        };
        if (record->journal()) {
            record->journal()->begin_job(this_job(placement));
        }
    }
    campaign::Engine<W, C> engine(workload, communicator, settings, display);
    result.outcome = engine.run(std::move(from), std::move(commit));
    if (record != nullptr) {
        record->close(result.outcome.state);
        result.run.places = placement.ranks;
        result.run.totals = result.outcome.ranks;
        result.run.load = result.outcome.load;
        result.run.rounds = result.outcome.rounds;
        result.run.seconds = result.outcome.seconds;
        result.run.complete = result.outcome.complete;
        result.run.mpi = C::library_version();
        if (record->journal()) {
            result.run.jobs = record->journal()->jobs();
        }
    }
    return result;
}

} // namespace primerank::commands
