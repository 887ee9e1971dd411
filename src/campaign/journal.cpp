#include "campaign/journal.hpp"

#include "campaign/journal_records.hpp"
#include "files/input.hpp"
#include "files/paths.hpp"
#include "files/text.hpp"
#include "numbers/uint128.hpp"

#include <chrono>
#include <system_error>
#include <utility>

namespace primerank::campaign {
namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Json to_json(const Interval& interval) {
    return Json::array({to_string(interval.start), to_string(interval.stop)});
}

Interval interval_from(const Json& json) {
    return {parse_uint128(json.at(0).get<std::string>()),
            parse_uint128(json.at(1).get<std::string>())};
}

Json to_json(const Job& job) {
    return {{"interval", to_json(job.interval)},
            {"seconds", job.seconds},
            {"cost", job.cost},
            {"ranks", job.ranks},
            {"threads", job.threads},
            {"hosts", job.hosts},
            {"started", job.started}};
}

Job job_from(const Json& json) {
    Job job;
    job.interval = interval_from(json.at("interval"));
    job.seconds = json.at("seconds").get<double>();
    job.cost = json.value("cost", 0.0);
    job.ranks = json.at("ranks").get<int>();
    job.threads = json.at("threads").get<int>();
    job.hosts = json.at("hosts").get<std::vector<std::string>>();
    job.started = json.at("started").get<std::string>();
    return job;
}

Json check_record(const std::string& primes_by_pi) {
    return {{"check", {{"primes_by_pi", primes_by_pi}}}};
}

constexpr const char* role = "a journal";
constexpr std::size_t longest_header = std::size_t{1} << 20;

files::LockedFile locked(const std::string& path, const files::Patience& patience) {
    try {
        return files::LockedFile(path, role, patience);
    } catch (const files::LockHeld& held) {
        const std::string sentence = std::string("journal ") + held.what();
        if (held.may_expire()) {
            throw JournalLocked(sentence);
        }
        throw JournalRefused(sentence);
    }
}

} // namespace

Journal::Journal(const std::string& path, const Json& question, const files::Patience& patience)
    : path_(path), file_(locked(path, patience)), question_(question) {
    const std::string text = file_.read_all();
    last_sync_ = last_fold_ = now();
    if (text.empty()) {
        return;
    }
    load(text);
    if (question_ != question) {
        refuse("belongs to another question: " + question_.dump());
    }
    if (cut_off_ > 0) {
        file_.truncate(text.size() - cut_off_);
    }
}

Journal::Journal(const std::string& path, const Json& question, const Interval& axis)
    : Journal(path, question) {
    begin(axis);
}

void Journal::begin(const Interval& axis, double cost) {
    if (!version_.empty()) {
        if (axis_ != axis) {
            refuse("belongs to another question: its axis is " + to_string(axis_));
        }
        return;
    }
    axis_ = axis;
    cost_ = cost;
    prefix_.frontier = axis.start;
    version_ = PRIMERANK_VERSION;
    replace_file(header_and_prefix());
}

std::optional<Json> Journal::question_in(const std::string& path) {
    try {
        files::require_regular(path, role);
        std::string beginning(longest_header, '\0');
        beginning.resize(files::Input(path).read(beginning));
        beginning.resize(beginning.find('\n') + 1);
        std::size_t cut_off = 0;
        return verified_records(beginning, cut_off).at(0).at("question");
    } catch (const std::exception&) { // whoever opens the journal says what is wrong with it
        return std::nullopt;
    }
}

Journal Journal::read(const std::string& path) {
    Journal journal;
    journal.path_ = path;
    const std::string text = files::read_all(path, role);
    if (text.empty()) {
        journal.refuse("is empty");
    }
    journal.load(text);
    return journal;
}

uint128 Journal::frontier() const {
    return rounds_.empty() ? prefix_.frontier : rounds_.back().interval.stop;
}

void Journal::load(const std::string& text) {
    std::vector<Json> records;
    try {
        records = verified_records(text, cut_off_);
        if (records.size() < 2) {
            refuse("is damaged: its beginning is missing");
        }
        if (!records[0].contains("primerank_journal")) {
            refuse("is not a journal");
        }
        if (records[0].at("primerank_journal").get<int>() > format) {
            refuse("has a newer format ("
                   + std::to_string(records[0].at("primerank_journal").get<int>())
                   + ") than this primerank reads (" + std::to_string(format) + ")");
        }
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (records[i].contains("primerank_journal") != (i == 0)
                || records[i].contains("prefix") != (i == 1)) {
                refuse("is damaged: its beginning is missing or stands in it twice");
            }
            load_record(records[i]);
        }
        if (axis_.start > prefix_.frontier || frontier() > axis_.stop) {
            refuse("is damaged: it goes beyond its axis");
        }
    } catch (const JournalRefused& damage) {
        const std::string reason = damage.what();
        if (reason.rfind("line ", 0) == 0) {
            refuse("is damaged: " + reason);
        }
        throw;
    } catch (const std::exception& error) { // of JSON access and of numbers
        refuse(std::string("is damaged: ") + error.what());
    }
    for (const RoundRecord& round : rounds_) {
        appended_bytes_ += round.tally.size();
    }
}

void Journal::load_record(const Json& record) {
    if (record.contains("primerank_journal")) {
        version_ = record.at("version").get<std::string>();
        question_ = record.at("question");
        axis_ = interval_from(record.at("axis"));
        cost_ = record.value("cost", 0.0);
    } else if (record.contains("prefix")) {
        const Json& json = record.at("prefix");
        prefix_.frontier = parse_uint128(json.at("frontier").get<std::string>());
        prefix_.tally = json.at("tally").get<std::string>();
        prefix_.output = json.at("output").get<std::string>();
        prefix_.rounds = json.at("rounds").get<std::uint64_t>();
        for (const Json& job : json.at("jobs").elements()) {
            prefix_.jobs.push_back(job_from(job));
        }
        jobs_ = prefix_.jobs;
    } else if (record.contains("job")) {
        jobs_.push_back(job_from(record.at("job")));
    } else if (record.contains("check")) {
        if (!complete()) {
            refuse("is damaged: it was checked before it was complete");
        }
        primes_by_pi_ =
            to_string(parse_uint128(record.at("check").at("primes_by_pi").get<std::string>()));
    } else {
        const Json& json = record.at("round");
        RoundRecord round{interval_from(json.at("interval")), json.at("tally").get<std::string>(),
                          json.at("seconds").get<double>(), json.at("job").get<std::uint64_t>(),
                          json.value("cost", 0.0)};
        if (round.interval.start != frontier() || round.interval.stop < round.interval.start
            || round.job >= jobs_.size()) {
            refuse("is damaged: a round does not follow the one before");
        }
        jobs_[round.job].interval.stop = round.interval.stop;
        jobs_[round.job].seconds += round.seconds;
        jobs_[round.job].cost += round.cost;
        rounds_.push_back(std::move(round));
    }
}

void Journal::begin_job(Job job) {
    job.interval = {frontier(), frontier()};
    new_job_ = std::move(job);
}

void Journal::append(RoundRecord round) {
    if (new_job_) {
        append_line({{"job", to_json(*new_job_)}});
        jobs_.push_back(std::move(*new_job_));
        new_job_.reset();
    }
    round.job = jobs_.size() - 1;
    append_line({{"round",
                  {{"interval", to_json(round.interval)},
                   {"seconds", round.seconds},
                   {"cost", round.cost},
                   {"job", round.job},
                   {"tally", round.tally}}}});
    jobs_.back().interval.stop = round.interval.stop;
    jobs_.back().seconds += round.seconds;
    jobs_.back().cost += round.cost;
    rounds_.push_back(std::move(round));
    if (now() - last_sync_ >= sync_seconds) {
        sync();
    }
}

void Journal::advance(const Interval& round, double seconds, double cost) {
    if (new_job_) {
        jobs_.push_back(std::move(*new_job_));
        new_job_.reset();
    }
    rounds_.push_back({round, {}, seconds, jobs_.size() - 1, cost});
    jobs_.back().interval.stop = round.stop;
    jobs_.back().seconds += seconds;
    jobs_.back().cost += cost;
}

bool Journal::fold_is_due() const {
    return now() - last_fold_ >= sync_seconds;
}

bool Journal::wants_folding() const {
    constexpr std::uint64_t always_fine = 1 << 20;
    return appended_bytes_ > always_fine + 2 * prefix_.tally.size();
}

void Journal::fold(std::string tally, std::string output) {
    Prefix folded;
    folded.frontier = frontier();
    folded.tally = std::move(tally);
    folded.output = std::move(output);
    folded.rounds = prefix_.rounds + rounds_.size();
    folded.jobs = jobs_;
    prefix_ = std::move(folded);
    rounds_.clear();
    replace_file(header_and_prefix());
    last_fold_ = now();
}

void Journal::record_check(const std::string& primes) {
    append_line(check_record(primes));
    sync();
    primes_by_pi_ = primes;
}

void Journal::sync() {
    file_.sync();
    last_sync_ = now();
}

void Journal::append_line(const Json& record) {
    const std::string line = journal_line(record);
    file_.append(line);
    appended_bytes_ += line.size();
}

void Journal::replace_file(const std::string& content) {
    file_.replace(content);
    appended_bytes_ = 0;
    last_sync_ = now();
}

std::string Journal::header_and_prefix() const {
    Json jobs = Json::array();
    for (const Job& job : prefix_.jobs) {
        jobs.push_back(to_json(job));
    }
    return journal_line({{"primerank_journal", format},
                         {"version", PRIMERANK_VERSION},
                         {"question", question_},
                         {"axis", to_json(axis_)},
                         {"cost", cost_}})
           + journal_line({{"prefix",
                            {{"frontier", to_string(prefix_.frontier)},
                             {"rounds", prefix_.rounds},
                             {"jobs", jobs},
                             {"output", prefix_.output},
                             {"tally", prefix_.tally}}}})
           + (primes_by_pi_.empty() ? "" : journal_line(check_record(primes_by_pi_)));
}

void Journal::refuse(const std::string& reason) const {
    throw JournalRefused("journal '" + files::printable(path_) + "' " + reason);
}

} // namespace primerank::campaign
