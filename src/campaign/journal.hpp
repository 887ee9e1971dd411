#pragma once

#include "campaign/job.hpp"
#include "files/locked_file.hpp"
#include "numbers/interval.hpp"
#include "json/json.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace primerank::campaign {

/// A journal that cannot be continued: damaged, of another question, of a newer format, or in use.
/// The file is as it was.
class JournalRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A journal whose lock is held elsewhere, perhaps by a node that died: worth another try later.
class JournalLocked : public JournalRefused {
  public:
    using JournalRefused::JournalRefused;
};

/// The tally of everything below the frontier.
struct Prefix {
    uint128 frontier = 0;
    std::string tally;  ///< serialised
    std::string output; ///< what the command needs to go on with the files it writes; see Commit
    std::uint64_t rounds = 0;
    std::vector<Job> jobs;
};

/// A round that is not folded yet.
struct RoundRecord {
    Interval interval;
    std::string tally; ///< of the round alone, serialised
    double seconds = 0;
    std::uint64_t job = 0; ///< which of the jobs, counted from 0
    double cost = 0;       ///< see Journal::cost()
};

/// The file from which a campaign continues: a header (format, version, question), one folded
/// prefix, and the rounds and jobs since, a line each. A line is a checksum (CRC-64/XZ, 16 hex
/// digits), a space, and a JSON object, so that it can be read by eye and by other programs.
///
/// A record is appended and synced; when the records since the prefix outgrow it, everything is
/// folded into a new prefix, in a new file that replaces the old one by rename. A crash can
/// therefore only leave a truncated last line, which open() cuts off. Anything else is damage.
///
/// It is a regular file, behind whatever symbolic links, and locked for as long as the object lives
/// (see files::Lock): the kernel lets go when its holder dies, so that a job requeued after a
/// node's loss is not refused.
class Journal {
  public:
    static constexpr int format = 1;

    /// Opens path, or creates it, and locks it. question: what the campaign asks, compared as a
    /// whole with the question in the file. patience: how long to wait for a lock that is held; not
    /// at all without. Throws JournalRefused; files::NotRegular for a device or a pipe;
    /// std::system_error for a path that cannot be read or written.
    Journal(const std::string& path, const Json& question, const files::Patience& patience = {});

    /// Goes on along this axis, or begins it with an empty prefix: before it nothing can be
    /// recorded. cost: of the whole axis. Throws JournalRefused when the file has another axis,
    /// std::system_error.
    void begin(const Interval& axis, double cost = 0);

    /// Both at once.
    Journal(const std::string& path, const Json& question, const Interval& axis);

    /// The question that a journal begins with, for who asks it again; nothing where there is no
    /// journal, or none that begins whole.
    static std::optional<Json> question_in(const std::string& path);

    /// Reads a journal that is not continued, for status and merge. Throws as above; a file that is
    /// locked by a running campaign can be read.
    static Journal read(const std::string& path);

    /// Whether the file system has no locks, so that a lock file beside the journal does their
    /// work.
    [[nodiscard]] bool locked_by_file() const { return file_.lock().by_lock_file(); }

    [[nodiscard]] const Json& question() const { return question_; }
    [[nodiscard]] const Interval& axis() const { return axis_; }
    /// What the workload expected the axis to cost, of which each job knows its part: what is left
    /// goes by cost, as half of an axis may be nearly all of the work. 0 where nobody said.
    [[nodiscard]] double cost() const { return cost_; }

    [[nodiscard]] const Prefix& prefix() const { return prefix_; }
    [[nodiscard]] const std::vector<RoundRecord>& rounds() const { return rounds_; }
    [[nodiscard]] const std::vector<Job>& jobs() const { return jobs_; }
    [[nodiscard]] const std::string& version() const { return version_; }

    /// Where the next round starts.
    [[nodiscard]] uint128 frontier() const;
    [[nodiscard]] bool complete() const { return frontier() >= axis_.stop; }

    /// Bytes of a truncated last record that open() cut off; 0 when there were none.
    [[nodiscard]] std::size_t cut_off() const { return cut_off_; }

    /// A job begins: rounds from now on are its own. It is recorded with its first round.
    void begin_job(Job job);

    /// Appends a round, which must start at the frontier. It is on the disk when this returns, or
    /// at most `sync_seconds` later. On failure the file is cut back to what it was.
    /// Throws std::system_error.
    void append(RoundRecord round);

    /// Instead of append(), for a round that fold() is to record, soon: until then it is nowhere
    /// but in memory.
    void advance(const Interval& round, double seconds, double cost);

    /// Whether fold() has not been called for as long as a crash may cost.
    [[nodiscard]] bool fold_is_due() const;

    /// Whether the records since the prefix have outgrown it.
    [[nodiscard]] bool wants_folding() const;

    /// Replaces prefix and rounds by one prefix whose tally and output are given; frontier, rounds
    /// and jobs follow from what was appended. Throws std::system_error.
    void fold(std::string tally, std::string output);

    /// How many primes pi says there are on the axis, once a complete campaign was checked by it:
    /// digits, or empty.
    [[nodiscard]] const std::string& primes_by_pi() const { return primes_by_pi_; }

    /// Records that; it is on the disk when this returns. Throws std::system_error.
    void record_check(const std::string& primes);

    /// Makes sure that all that was appended is on the disk. Throws std::system_error.
    void sync();

  private:
    Journal() = default;

    void load(const std::string& text);
    void load_record(const Json& record);
    void append_line(const Json& record);
    void replace_file(const std::string& content);
    [[nodiscard]] std::string header_and_prefix() const;
    [[noreturn]] void refuse(const std::string& reason) const;

    static constexpr double sync_seconds = 1;

    std::string path_;
    files::LockedFile file_;           ///< not open when the journal is only read
    std::uint64_t appended_bytes_ = 0; ///< since the prefix
    double last_sync_ = 0;
    double last_fold_ = 0;
    std::size_t cut_off_ = 0;
    std::string version_;
    Json question_;
    Interval axis_;
    double cost_ = 0;
    Prefix prefix_;
    std::vector<RoundRecord> rounds_;
    std::vector<Job> jobs_;      ///< all of them, those of the prefix included
    std::optional<Job> new_job_; ///< has no round yet
    std::string primes_by_pi_;
};

} // namespace primerank::campaign
