#pragma once

#include "campaign/journal.hpp"
#include "campaign/outcome.hpp"
#include "cluster/placement.hpp"
#include "cluster/ranks.hpp"
#include "commands/common_options.hpp"
#include "law/any_workload.hpp"
#include "report/progress.hpp"
#include "report/run_info.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace primerank::commands {

/// What a command writes while its campaign runs: nothing, unless it says otherwise.
class Output {
  public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    virtual ~Output() = default;

    /// A round has become part of the state: write what is complete, and take it out of the state.
    virtual void commit(campaign::State& /*state*/) {}

    /// Whether commit() takes out so much that the journal is to record what is left of the state,
    /// not the rounds.
    [[nodiscard]] virtual bool drains() const { return false; }

    /// What restore() needs to go on from here. All that was written is on the disk then.
    virtual std::string save() { return {}; }

    /// Goes back to the moment of a save(): files are cut to what they were. An empty text is the
    /// beginning.
    virtual void restore(const std::string& /*saved*/) {}

    /// All that the journal knows has been committed: the work goes on, or begins, from this state.
    virtual void resume(const campaign::State& /*state*/) {}

    /// The headline of what commit() took out of the state, since the beginning of the campaign.
    [[nodiscard]] virtual law::WideSum taken_headline() const { return {}; }

    /// How many primes there were in it, where the workload counts them.
    [[nodiscard]] virtual std::uint64_t taken_primes() const { return 0; }

    /// The work ends at this state, for now or for good.
    virtual void finish(const campaign::State& /*state*/) {}
};

/// Rank 0's journal and output, which go on together: rounds that the journal knows but has not
/// folded are committed again, to an output that was cut back to the folded prefix.
class Record {
  public:
    /// Opens the journal, if path names one. Throws Refusal for one that cannot be continued, and
    /// for a path that cannot be used.
    Record(const std::string& path, const Json& question);

    /// Goes on from where the journal stands, or begins where the workload's axis does. Workload
    /// and output must outlive it. Throws Refusal.
    void start(const law::AnyWorkload& workload, Output& output);

    [[nodiscard]] const campaign::State& state() const { return state_; }
    [[nodiscard]] std::optional<campaign::Journal>& journal() { return journal_; }

    /// What lies below the state's frontier, for the progress display.
    [[nodiscard]] report::DoneBefore done_before(const law::AnyWorkload& workload) const;

    void commit(const Interval& round, const law::AnyTally& tally, double seconds,
                campaign::State& state);

    /// Everything is on the disk.
    void close(const campaign::State& state);

  private:
    const law::AnyWorkload* workload_ = nullptr;
    Output* output_ = nullptr;
    std::optional<campaign::Journal> journal_;
    campaign::State state_;
};

/// A campaign's outcome with how it was run.
struct CampaignResult {
    campaign::Outcome outcome;
    report::RunInfo run;
};

/// Runs a workload on all ranks from where the record stands. record: on rank 0.
/// unit: what the workload's headline counts, for the progress display. Collective.
CampaignResult run_campaign(cluster::Ranks& ranks, const law::AnyWorkload& workload,
                            const CommonOptions& options, const cluster::Placement& placement,
                            const std::string& unit, Record* record);

} // namespace primerank::commands
