#include "campaign/journal.hpp"
#include "campaign/journal_records.hpp"
#include "files/errors.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

using namespace primerank;
using namespace primerank::campaign;
using Catch::Matchers::Contains;
namespace {

const Json question = {{"command", "count"}, {"of", "primes"}};
const Interval axis{100, 1000};

/// A folder of its own for every test, gone afterwards.
class Folder {
  public:
    Folder()
        : path_(
            std::filesystem::temp_directory_path()
            / ("primerank-journal-" + std::to_string(getpid()) + "-" + std::to_string(count_++))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name = "test.journal") const {
        return path_ / name;
    }

  private:
    static inline int count_ = 0;
    std::filesystem::path path_;
};

std::string content(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

Job job_on(const std::string& host) {
    Job job;
    job.ranks = 2;
    job.threads = 4;
    job.hosts = {host};
    job.started = "2026-01-01T00:00:00Z";
    return job;
}

/// 3 rounds of width 50 by n1, folded after two of them if asked, then one by n2.
void record_four_rounds(const std::string& path, bool fold) {
    {
        Journal journal(path, question, axis);
        journal.begin_job(job_on("n1"));
        journal.append({{100, 150}, "a", 1, 0, 0.25});
        journal.append({{150, 200}, "b", 1, 0});
        if (fold) {
            journal.fold("ab", "output");
        }
        journal.append({{200, 250}, "c", 1.5, 0});
    }
    Journal journal(path, question, axis);
    journal.begin_job(job_on("n2"));
    journal.append({{250, 300}, "d", 2, 0});
}

std::string tallies(const Journal& journal) {
    std::string text = journal.prefix().tally;
    for (const RoundRecord& round : journal.rounds()) {
        text += round.tally;
    }
    return text;
}

} // namespace

TEST_CASE("A journal gives back what was recorded", "[journal]") {
    for (const bool fold : {false, true}) {
        const Folder folder;
        record_four_rounds(folder.file(), fold);
        const Journal journal(folder.file(), question, axis);
        CHECK(tallies(journal) == "abcd");
        CHECK((journal.frontier() == 300));
        CHECK_FALSE(journal.complete());
        CHECK(journal.prefix().rounds == (fold ? 2 : 0));
        CHECK(journal.prefix().output == (fold ? "output" : ""));
        REQUIRE(journal.jobs().size() == 2);
        CHECK((journal.jobs()[0].interval == Interval{100, 250}));
        CHECK(journal.jobs()[0].seconds == Approx(3.5));
        CHECK(journal.jobs()[0].cost == 0.25);
        CHECK((journal.jobs()[1].interval == Interval{250, 300}));
        CHECK(journal.jobs()[1].hosts == std::vector<std::string>{"n2"});
        CHECK(journal.question() == question);
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    }
}

TEST_CASE("A journal keeps what its axis was expected to cost", "[journal]") {
    const Folder folder;
    {
        Journal journal(folder.file(), question);
        journal.begin(axis, 12.5);
    }
    CHECK(Journal::read(folder.file()).cost() == 12.5);
    Journal again(folder.file(), question);
    again.begin(axis, 13); // another version's opinion
    again.fold("", "");
    CHECK(Journal::read(folder.file()).cost() == 12.5);
}

TEST_CASE("A journal knows that it was checked, once it is complete", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), false);
    {
        Journal journal(folder.file(), question, axis);
        journal.begin_job(job_on("n3"));
        journal.append({{300, axis.stop}, "e", 1, 0});
        journal.record_check("143");
    }
    Journal journal(folder.file(), question, axis);
    CHECK(journal.complete());
    CHECK(journal.primes_by_pi() == "143");
    journal.fold("abcde", "");
    const Journal folded = Journal::read(folder.file());
    CHECK(folded.primes_by_pi() == "143");
    CHECK(tallies(folded) == "abcde");

    const std::string incomplete = folder.file("incomplete.journal");
    record_four_rounds(incomplete, false);
    write(incomplete, content(incomplete) + journal_line({{"check", {{"primes_by_pi", "143"}}}}));
    CHECK_THROWS_WITH(Journal::read(incomplete), Contains("checked before it was complete"));
}

TEST_CASE("A job that records nothing leaves no trace", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), false);
    const std::string before = content(folder.file());
    Journal(folder.file(), question, axis).begin_job(job_on("n3"));
    CHECK(content(folder.file()) == before);
}

TEST_CASE("A journal cut at any byte continues rightly or is refused", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), true);
    const std::string whole = content(folder.file());
    const std::string all = "abcd";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const std::string path = folder.file("cut");
        write(path, whole.substr(0, length));
        try {
            const Journal journal(path, question, axis);
            const std::string kept = tallies(journal);
            CHECK(all.substr(0, kept.size()) == kept);
            CHECK((journal.frontier() == 100 + 50 * kept.size()));
            CHECK((length == 0 || kept.size() >= 2)); // the folded prefix is never lost
        } catch (const JournalRefused&) {
            CHECK(content(path) == whole.substr(0, length));
        }
        std::filesystem::remove(path);
    }
}

TEST_CASE("A journal is cut and continued again and again", "[journal]") {
    const Folder folder;
    const std::string path = folder.file();
    std::mt19937_64 random(test_seed());
    { const Journal begun(path, question, {0, 1'000'000}); }
    const std::size_t beginning = content(path).size();
    for (int crash = 0; crash < 50; ++crash) {
        const std::string before = content(path);
        {
            Journal journal(path, question, {0, 1'000'000});
            journal.begin_job(job_on("n1"));
            for (int round = 0; round < 2; ++round) {
                const uint128 next = journal.frontier();
                journal.append({{next, next + 1}, "t", 1, 0});
            }
        }
        const std::size_t size = content(path).size();
        const std::size_t last_line = size - content(path).rfind('\n', size - 2) - 1;
        std::filesystem::resize_file(path, std::max(beginning, size - random() % last_line));
        INFO("crash " << crash << ", before:\n" << before << "after:\n" << content(path));
        REQUIRE_NOTHROW(Journal::read(path));
        CHECK(content(path).find('\0') == std::string::npos);
    }
    CHECK((Journal::read(path).frontier() >= 50));
}

TEST_CASE("A journal with any byte changed continues rightly or is refused", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), true);
    const std::string whole = content(folder.file());
    int refused = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const int flip : {1, 0x20, 0x80, '\n' ^ 'a'}) {
            const std::string path = folder.file("flipped");
            std::string text = whole;
            text[i] = static_cast<char>(text[i] ^ flip);
            write(path, text);
            try {
                const Journal journal(path, question, axis);
                CHECK(tallies(journal) == std::string("abcd").substr(0, tallies(journal).size()));
                CHECK(i + 1 == whole.size()); // only the last newline may be missing
            } catch (const JournalRefused& refusal) {
                ++refused;
                CHECK(content(path) == text);
                CHECK_THAT(refusal.what(), Contains(path));
            }
        }
    }
    CHECK(refused >= static_cast<int>(4 * (whole.size() - 1)));
}

TEST_CASE("What is not this campaign's journal is refused and left alone", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), true);
    const std::string whole = content(folder.file());
    CHECK_THROWS_WITH(Journal(folder.file(), {{"command", "sum"}}, axis),
                      Contains("another question"));
    CHECK_THROWS_WITH(Journal(folder.file(), question, {100, 1001}), Contains("another question"));
    CHECK(content(folder.file()) == whole);

    Json header = Json::parse(whole.substr(17, whole.find('\n') - 17));
    header["primerank_journal"] = Journal::format + 1;
    write(folder.file("newer"), journal_line(header) + whole.substr(whole.find('\n') + 1));
    CHECK_THROWS_WITH(Journal(folder.file("newer"), question, axis), Contains("newer format"));

    write(folder.file("text"), "once upon a time\nthere was\n");
    CHECK_THROWS_WITH(Journal(folder.file("text"), question, axis), Contains("line 1"));

    CHECK_THROWS_AS(Journal(folder.file("no/such/folder"), question, axis), std::system_error);
    CHECK_THROWS_AS(Journal::read(folder.file("nothing")), std::system_error);
}

TEST_CASE("A missing round is damage", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), false);
    const std::string whole = content(folder.file());
    const std::size_t second_round = whole.find("\n", whole.find("\"a\"")) + 1;
    const std::size_t third_round = whole.find("\n", second_round) + 1;
    write(folder.file("holed"), whole.substr(0, second_round) + whole.substr(third_round));
    CHECK_THROWS_WITH(Journal(folder.file("holed"), question, axis), Contains("does not follow"));
    const std::size_t prefix = whole.find('\n') + 1;
    const std::size_t job = whole.find('\n', prefix) + 1;
    const std::size_t first_round = whole.find('\n', job) + 1;
    write(folder.file("headless"), whole.substr(0, prefix) + whole.substr(job, first_round - job));
    CHECK_THROWS_WITH(Journal(folder.file("headless"), question, axis), Contains("beginning"));
    write(folder.file("doubled"), whole.substr(0, job) + whole.substr(0, job));
    CHECK_THROWS_WITH(Journal(folder.file("doubled"), question, axis), Contains("twice"));
}

TEST_CASE("A journal in use is refused to others, until its holder dies", "[journal]") {
    const Folder folder;
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    const pid_t holder = fork();
    if (holder == 0) {
        Journal journal(folder.file(), question, axis);
        journal.begin_job(job_on("n1"));
        journal.append({{100, 150}, "a", 1, 0});
        journal.fold("a", ""); // the lock must survive the change of files
        (void)!::write(ready[1], "x", 1);
        pause();
        _exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    CHECK_THROWS_WITH(Journal(folder.file(), question, axis), Contains("in use"));
    CHECK(tallies(Journal::read(folder.file())) == "a"); // reading is allowed
    kill(holder, SIGKILL);
    waitpid(holder, nullptr, 0);
    CHECK(tallies(Journal(folder.file(), question, axis)) == "a");
    close(ready[0]);
    close(ready[1]);
}

TEST_CASE("A full disk leaves the journal whole", "[journal]") {
    const Folder folder;
    record_four_rounds(folder.file(), false);
    const std::string before = content(folder.file());
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{before.size() + 30, before.size() + 30};
        setrlimit(RLIMIT_FSIZE, &limit);
        int failures = 0;
        Journal journal(folder.file(), question, axis);
        journal.begin_job(job_on("n3"));
        for (const bool fold : {false, true}) {
            try {
                if (fold) {
                    journal.fold(std::string(before.size(), 'x'), "");
                } else {
                    journal.append({{300, 350}, "e", 1, 0});
                }
            } catch (const std::system_error& error) {
                failures += error.code().value() == EFBIG ? 1 : 0;
            }
        }
        _exit(failures);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 2);
    CHECK(content(folder.file()) == before);
    CHECK(tallies(Journal(folder.file(), question, axis)) == "abcd");
}

TEST_CASE("A journal that vanished is not written any more", "[journal]") {
    const Folder folder;
    Journal journal(folder.file(), question, axis);
    journal.begin_job(job_on("n1"));
    std::filesystem::remove(folder.file());
    CHECK_THROWS_AS(journal.append({{100, 200}, "a", 1, 0}), std::system_error);
    CHECK_FALSE(std::filesystem::exists(folder.file()));
}

TEST_CASE("A journal behind a link is kept at the link's target", "[journal]") {
    const Folder folder;
    std::filesystem::create_symlink("scratch", folder.file("link"));
    record_four_rounds(folder.file("link"), true);
    CHECK(std::filesystem::is_symlink(folder.file("link")));
    CHECK_FALSE(std::filesystem::is_symlink(folder.file("scratch")));
    CHECK(tallies(Journal::read(folder.file("scratch"))) == "abcd");
}

TEST_CASE("A pipe or a device is no journal", "[journal]") {
    const Folder folder;
    REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
    CHECK_THROWS_AS(Journal(folder.file("pipe"), question, axis), files::NotRegular);
    CHECK_THROWS_AS(Journal::read(folder.file("pipe")), files::NotRegular);
    CHECK_THROWS_AS(Journal("/dev/null", question, axis), files::NotRegular);
}

TEST_CASE("A journal holds any bytes as what its command goes on with", "[journal]") {
    const Folder folder;
    const std::string output = "/scratch/caf\xE9/\xC3\xA9.txt";
    {
        Journal journal(folder.file(), {{"input", "caf\xE9"}}, axis);
        journal.begin_job(job_on("n1"));
        journal.append({{100, 150}, "a", 1, 0});
        journal.fold("a", output);
    }
    const Journal journal(folder.file(), {{"input", "caf\xE9"}}, axis);
    CHECK(journal.prefix().output == output);
    CHECK(Journal::read(folder.file()).prefix().output == output);
}

TEST_CASE("Rounds are folded once they outgrow the prefix", "[journal]") {
    const Folder folder;
    Journal journal(folder.file(), question, {0, 1'000'000});
    journal.begin_job(job_on("n1"));
    const std::string tally(100'000, 't');
    std::uint64_t next = 0;
    while (!journal.wants_folding()) {
        REQUIRE(next < 100);
        journal.append({{next, next + 1}, tally, 1, 0});
        ++next;
    }
    journal.fold(tally, "");
    CHECK_FALSE(journal.wants_folding());
    CHECK(content(folder.file()).size() < 2 * tally.size());
    CHECK((journal.frontier() == next));
}
