#include "campaign/journal.hpp"

#include "campaign/journal_records.hpp"
#include "numbers/uint128.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
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
            {"ranks", job.ranks},
            {"threads", job.threads},
            {"hosts", job.hosts},
            {"started", job.started}};
}

Job job_from(const Json& json) {
    Job job;
    job.interval = interval_from(json.at("interval"));
    job.seconds = json.at("seconds").get<double>();
    job.ranks = json.at("ranks").get<int>();
    job.threads = json.at("threads").get<int>();
    job.hosts = json.at("hosts").get<std::vector<std::string>>();
    job.started = json.at("started").get<std::string>();
    return job;
}

/// Not open, with errno set, when that is not possible.
FileHandle open_file(const std::string& path, int flags) {
    return FileHandle(::open(path.c_str(), flags | O_CLOEXEC, 0666));
}

bool take_lock(int file) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return fcntl(file, F_SETLK, &lock) == 0;
}

bool same_file(int file, const std::string& path) {
    struct stat opened {};
    struct stat named {};
    return fstat(file, &opened) == 0 && stat(path.c_str(), &named) == 0
           && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

bool write_all(int file, const std::string& text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(file, text.data() + written, text.size() - written);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return true;
}

std::string read_all(int file) {
    std::string text;
    std::string block(1 << 16, '\0');
    for (ssize_t count = 0; (count = ::read(file, block.data(), block.size())) != 0;) {
        if (count < 0) {
            throw std::system_error(errno, std::generic_category(), "a journal cannot be read");
        }
        text.append(block, 0, static_cast<std::size_t>(count));
    }
    return text;
}

/// A rename is on the disk once its folder is.
void sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const FileHandle file = open_file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
    if (file.open()) {
        fsync(file.get());
    }
}

} // namespace

Journal::Journal(const std::string& path, const Json& question, const Interval& axis)
    : path_(path) {
    lock_current_file();
    const std::string text = read_all(file_.get());
    if (text.empty()) {
        question_ = question;
        axis_ = axis;
        prefix_.frontier = axis.start;
        replace_file(header_and_prefix());
        return;
    }
    load(text);
    if (question_ != question || axis_ != axis) {
        refuse("belongs to another question: " + question_.dump());
    }
    size_ = text.size() - cut_off_;
    if (cut_off_ > 0 && ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) {
        fail("cannot be written");
    }
    last_sync_ = now();
}

Journal Journal::read(const std::string& path) {
    Journal journal;
    journal.path_ = path;
    const FileHandle file = open_file(path, O_RDONLY);
    if (!file.open()) {
        journal.fail("cannot be read");
    }
    const std::string text = read_all(file.get());
    if (text.empty()) {
        journal.refuse("is empty");
    }
    journal.load(text);
    return journal;
}

uint128 Journal::frontier() const {
    return rounds_.empty() ? prefix_.frontier : rounds_.back().interval.stop;
}

/// Between opening and locking, whoever held the lock may have replaced the file by a folded one:
/// then the lock is on a file that has no name any more, and the new one is tried.
void Journal::lock_current_file() {
    for (;;) {
        FileHandle file = open_file(path_, O_RDWR | O_CREAT);
        if (!file.open()) {
            fail("cannot be written");
        }
        if (!take_lock(file.get())) {
            if (errno == EACCES || errno == EAGAIN) {
                refuse("is in use by another job");
            }
            fail("cannot be locked");
        }
        if (same_file(file.get(), path_)) {
            file_ = std::move(file);
            return;
        }
    }
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
        for (const Json& record : records) {
            load_record(record);
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
    } else {
        const Json& json = record.at("round");
        RoundRecord round{interval_from(json.at("interval")), json.at("tally").get<std::string>(),
                          json.at("seconds").get<double>(), json.at("job").get<std::uint64_t>()};
        if (round.interval.start != frontier() || round.job >= jobs_.size()) {
            refuse("is damaged: a round does not follow the one before");
        }
        jobs_[round.job].interval.stop = round.interval.stop;
        jobs_[round.job].seconds += round.seconds;
        rounds_.push_back(std::move(round));
    }
}

void Journal::begin_job(Job job) {
    job.interval = {frontier(), frontier()};
    new_job_ = std::move(job);
}

void Journal::append(RoundRecord round) {
    if (!same_file(file_.get(), path_)) {
        errno = ENOENT; // what is appended to a deleted file is lost
        fail("is not where it was");
    }
    if (new_job_) {
        append_line({{"job", to_json(*new_job_)}});
        jobs_.push_back(std::move(*new_job_));
        new_job_.reset();
    }
    round.job = jobs_.size() - 1;
    append_line({{"round",
                  {{"interval", to_json(round.interval)},
                   {"seconds", round.seconds},
                   {"job", round.job},
                   {"tally", round.tally}}}});
    jobs_.back().interval.stop = round.interval.stop;
    jobs_.back().seconds += round.seconds;
    rounds_.push_back(std::move(round));
    if (now() - last_sync_ >= sync_seconds) {
        sync();
    }
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
}

void Journal::sync() {
    if (fdatasync(file_.get()) != 0) {
        fail("cannot be written");
    }
    last_sync_ = now();
}

void Journal::append_line(const Json& record) {
    const std::string line = journal_line(record);
    if (!write_all(file_.get(), line)) {
        const int reason = errno;
        // The part that was written would be taken for a crash's; the rounds before it are whole.
        if (ftruncate(file_.get(), static_cast<off_t>(size_)) == 0) {
            fdatasync(file_.get());
        }
        errno = reason;
        fail("cannot be written");
    }
    size_ += line.size();
    appended_bytes_ += line.size();
}

/// Writes content to a new file beside path, locks it, and puts it in path's place, so that at no
/// moment there is less than one whole, locked journal.
void Journal::replace_file(const std::string& content) {
    const std::string beside = path_ + ".new";
    FileHandle file = open_file(beside, O_RDWR | O_CREAT | O_TRUNC);
    if (!file.open()) {
        fail("cannot be written");
    }
    if (!take_lock(file.get()) || !write_all(file.get(), content) || fsync(file.get()) != 0
        || rename(beside.c_str(), path_.c_str()) != 0) {
        const int reason = errno;
        unlink(beside.c_str());
        errno = reason;
        fail("cannot be written");
    }
    sync_folder_of(path_);
    file_ = std::move(file);
    size_ = content.size();
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
                         {"axis", to_json(axis_)}})
           + journal_line({{"prefix",
                            {{"frontier", to_string(prefix_.frontier)},
                             {"rounds", prefix_.rounds},
                             {"jobs", jobs},
                             {"output", prefix_.output},
                             {"tally", prefix_.tally}}}});
}

void Journal::refuse(const std::string& reason) const {
    throw JournalRefused("journal '" + path_ + "' " + reason);
}

void Journal::fail(const std::string& what) const {
    throw std::system_error(errno, std::generic_category(), "journal '" + path_ + "' " + what);
}

} // namespace primerank::campaign
