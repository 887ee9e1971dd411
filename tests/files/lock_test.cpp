#include "files/errors.hpp"
#include "files/locked_file.hpp"

#include "surroundings.hpp"

#include "catch.hpp"

#include <array>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <thread>

using namespace primerank::files;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

bool no_locks(int /*descriptor*/) {
    errno = ENOLCK;
    return false;
}

bool broken_locks(int /*descriptor*/) {
    errno = EIO;
    return false;
}

/// A process that holds the lock until it is let go.
class Holder {
  public:
    Holder(const std::string& path, TryLock try_lock)
        : pipe_(opened()), child_([&] {
              LockedFile file(path, "a journal", {}, try_lock);
              char byte = 'r';
              (void)!::write(pipe_[1], &byte, 1);
              ::close(pipe_[1]);
              (void)!::read(pipe_[2], &byte, 1);
              return 0;
          }) {
        char byte = 0;
        (void)!::read(pipe_[0], &byte, 1);
    }
    ~Holder() {
        for (const int descriptor : pipe_) {
            ::close(descriptor);
        }
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void let_go() {
        (void)!::write(pipe_[3], "x", 1);
        child_.wait();
    }
    void die() {
        kill(child_.pid(), SIGKILL);
        child_.wait();
    }
    [[nodiscard]] pid_t pid() const { return child_.pid(); }

  private:
    static std::array<int, 4> opened() {
        std::array<int, 4> ends{};
        REQUIRE(pipe(ends.data()) == 0);
        REQUIRE(pipe(ends.data() + 2) == 0);
        return ends;
    }
    std::array<int, 4> pipe_;
    Child child_;
};

/// How taking the lock ends: nothing, or what is said.
std::string refusal(const std::string& path, TryLock try_lock) {
    try {
        LockedFile(path, "a journal", {}, try_lock);
    } catch (const LockHeld& held) {
        return held.what();
    }
    return "";
}

} // namespace

TEST_CASE("A locked file keeps others out until it is let go", "[lock]") {
    for (const TryLock try_lock : {lock_by_fcntl, no_locks}) {
        const Folder folder;
        const std::string path = folder.file("file");
        Holder holder(path, try_lock);
        CHECK_THAT(refusal(path, try_lock),
                   Contains("is in use by process " + std::to_string(holder.pid())));
        holder.let_go();
        CHECK(refusal(path, try_lock).empty());
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("A lock ends with its holder", "[lock]") {
    for (const TryLock try_lock : {lock_by_fcntl, no_locks}) {
        const Folder folder;
        const std::string path = folder.file("file");
        Holder holder(path, try_lock);
        holder.die();
        CHECK(refusal(path, try_lock).empty());
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("Who waits for a lock gets it, or gives up when told to", "[lock]") {
    for (const TryLock try_lock : {lock_by_fcntl, no_locks}) {
        const Folder folder;
        const std::string path = folder.file("file");
        Holder holder(path, try_lock);
        int asked = 0;
        const auto twice = [&](const LockHeld& held, double seconds) {
            CHECK_FALSE(held.may_expire());
            CHECK(seconds >= 0);
            return ++asked < 2;
        };
        CHECK_THROWS_AS(LockedFile(path, "a journal", twice, try_lock), LockHeld);
        CHECK(asked == 2);
        const auto until_free = [&](const LockHeld&, double) {
            holder.let_go();
            return true;
        };
        CHECK_NOTHROW(LockedFile(path, "a journal", until_free, try_lock));
    }
}

TEST_CASE("Of many processes one at a time holds a lock", "[lock]") {
    for (const TryLock try_lock : {lock_by_fcntl, no_locks}) {
        const Folder folder;
        const std::string path = folder.file("file");
        const auto adds_up = [&] {
            for (int i = 0; i < 10; ++i) {
                LockedFile file(
                    path, "a journal", [](const LockHeld&, double) { return true; }, try_lock);
                const std::string before = file.read_all();
                if (i % 2 == 0) {
                    file.append("x");
                } else {
                    file.replace(before + "x");
                }
                if (file.read_all() != before + "x") {
                    return 1;
                }
            }
            return 0;
        };
        Child one(adds_up);
        Child other(adds_up);
        Child third(adds_up);
        CHECK(one.wait() + other.wait() + third.wait() == 0);
        CHECK(content(path) == std::string(30, 'x'));
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("A replaced file is locked before it has the name", "[lock]") {
    const Folder folder;
    const std::string path = folder.file("file");
    fs::create_symlink("target", folder.file("link"));
    LockedFile file(folder.file("link"), "a journal");
    file.append("old");
    file.replace("new");
    file.append(" and more");
    CHECK(file.size() == 12);
    Child other([&] { return refusal(folder.file("target"), lock_by_fcntl).empty() ? 1 : 0; });
    CHECK(other.wait() == 0);
    CHECK(content(folder.file("target")) == "new and more"); // which ends the kernel's lock
    CHECK(fs::is_symlink(folder.file("link")));
}

TEST_CASE("What is appended to a file without its name is an error", "[lock]") {
    const Folder folder;
    LockedFile file(folder.file("file"), "a journal");
    fs::remove(folder.file("file"));
    CHECK_THROWS_WITH(file.append("x"), Contains("is not where it was"));
}

TEST_CASE("A lock file of another node is told and left", "[lock]") {
    const Folder folder;
    const std::string path = folder.file("file");
    const std::string lock = path + ".lock";
    put(lock, "node7.cluster 4711 2026-01-02T03:04:05Z 1234-boot 99 0\n");
    CHECK_THAT(
        refusal(path, no_locks),
        Contains("in use by process 4711 on node7.cluster since 2026-01-02T03:04:05Z; remove '"
                 + lock + "' if it does not run any more"));
    put(lock, "");
    CHECK_THAT(refusal(path, no_locks), Contains("remove that file if nothing uses it"));
    CHECK(fs::exists(lock));
    fs::remove(lock);
    CHECK(refusal(path, no_locks).empty());
}

TEST_CASE("A lock file of an earlier boot, or a number that is another's, is stale", "[lock]") {
    const Folder folder;
    const std::string path = folder.file("file");
    std::array<char, 256> host{};
    REQUIRE(gethostname(host.data(), host.size() - 1) == 0);
    std::string boot = content("/proc/sys/kernel/random/boot_id");
    boot.pop_back();
    const std::string self = std::to_string(getpid());
    put(path + ".lock", std::string(host.data()) + " " + self + " then other-boot 1 0\n");
    CHECK(refusal(path, no_locks).empty());
    put(path + ".lock", std::string(host.data()) + " " + self + " then " + boot + " 1 0\n");
    CHECK(refusal(path, no_locks).empty());
    CHECK(folder.entries() == 1);
}

TEST_CASE("A lock file that another process took over stops its holder", "[lock]") {
    const Folder folder;
    LockedFile file(folder.file("file"), "a journal", {}, no_locks);
    CHECK(file.lock().by_lock_file());
    put(folder.file("file.lock"), "other 1 then boot 1 0\n");
    CHECK_THROWS_WITH(file.append("x"), Contains("was locked by another process too"));
}

TEST_CASE("Lock files go also where no destructor runs", "[lock]") {
    const Folder folder;
    Child child([&] {
        auto* const leaked = new LockedFile(folder.file("file"), "a journal", {}, no_locks);
        const bool there = leaked->lock().by_lock_file() && fs::exists(folder.file("file.lock"));
        LockFile::remove_all();
        return there && !fs::exists(folder.file("file.lock")) ? 0 : 1;
    });
    CHECK(child.wait() == 0);
}

TEST_CASE("Errors of locking are told", "[lock]") {
    const Folder folder;
    CHECK_THROWS_WITH(LockedFile(folder.file("file"), "a journal", {}, broken_locks),
                      Contains("cannot be locked: Input/output error"));
    mkfifo(folder.file("pipe").c_str(), 0600);
    CHECK_THROWS_AS(LockedFile(folder.file("pipe"), "a journal"), NotRegular);
}
