#include "files/lock_file.hpp"

#include "files/descriptor.hpp"
#include "files/errors.hpp"
#include "files/input.hpp"
#include "files/paths.hpp"
#include "files/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace primerank::files {
namespace {

/// A process, told from all others at all times.
struct Process {
    std::string host;
    std::string boot;  ///< changes when the host starts anew
    std::string pid;   ///< a number, which later processes have again
    std::string start; ///< in clock ticks since the boot
};

/// What a file of /proc says; nothing where there is none.
std::string text_in(const std::string& path) {
    try {
        return read_all(path);
    } catch (const std::system_error&) {
        return {};
    }
}

/// When a process started: the 22nd field, the 20th behind its name in parentheses.
std::string start_of(const std::string& pid) {
    const std::string stat = text_in("/proc/" + pid + "/stat");
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) {
        return "unknown";
    }
    std::istringstream fields(stat.substr(name_end + 1));
    std::string field;
    for (int i = 0; i < 20; ++i) {
        fields >> field;
    }
    return field;
}

Process this_process() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) {
        host[0] = '?';
    }
    std::string boot = text_in("/proc/sys/kernel/random/boot_id");
    boot.erase(std::remove(boot.begin(), boot.end(), '\n'), boot.end());
    const std::string pid = std::to_string(::getpid());
    return {host.data(), boot.empty() ? "unknown" : boot, pid, start_of(pid)};
}

/// The lock is taken over where this is known: the process is of this node, and gone.
bool is_dead(const Process& process) {
    const Process here = this_process();
    if (process.host != here.host) {
        return false;
    }
    if (process.boot != here.boot) {
        return true;
    }
    const auto pid = static_cast<pid_t>(std::strtol(process.pid.c_str(), nullptr, 10));
    return pid > 0
           && ((::kill(pid, 0) != 0 && errno == ESRCH) || start_of(process.pid) != process.start);
}

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

/// "HOST PID TIME BOOT START NUMBER", a line; NUMBER tells the locks of one process apart.
std::string content_of_new_lock() {
    static unsigned number = 0;
    const Process self = this_process();
    return self.host + " " + self.pid + " " + utc_now() + " " + self.boot + " " + self.start + " "
           + std::to_string(number++) + "\n";
}

/// The lock files of this process that are to be removed at its end.
std::vector<std::string>& held() {
    static std::vector<std::string> paths;
    return paths;
}

std::mutex& held_mutex() {
    static std::mutex mutex;
    return mutex;
}

/// False where there is one already. Throws std::system_error.
bool create(const std::string& path, const std::string& content) {
    Descriptor file = open_descriptor(path, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.open()) {
        if (errno == EEXIST) {
            return false;
        }
        fail_to_write(path);
    }
    if (!write_all(file.get(), content) || !file.close()) {
        const int reason = errno;
        remove(path);
        fail_to_write(path, reason);
    }
    return true;
}

/// Removes a lock file whose holder is dead, unless another process has done so and put its own
/// there: what was moved away is looked at, and goes back when it is not the dead one's.
void remove_stale(const std::string& path, const std::string& content) {
    const std::string aside = path + "." + std::to_string(::getpid());
    if (::rename(path.c_str(), aside.c_str()) != 0) {
        return;
    }
    if (text_in(aside) != content) {
        (void)!::link(aside.c_str(), path.c_str());
    }
    remove(aside);
}

} // namespace

std::string LockFile::Holder::sentence() const {
    if (host.empty()) {
        return "a process that '" + printable(path)
               + "' does not name; remove that file if nothing uses it";
    }
    return "process " + printable(process) + " on " + printable(host) + " since " + printable(time)
           + (here ? "" : "; remove '" + printable(path) + "' if it does not run any more");
}

std::optional<LockFile::Holder> LockFile::take(const std::string& path,
                                               std::optional<LockFile>& lock) {
    const std::string beside = target_of(path) + ".lock";
    const std::string content = content_of_new_lock();
    constexpr int tries = 3; // others may take what was removed
    for (int i = 0; i < tries; ++i) {
        if (create(beside, content)) {
            lock = LockFile(beside, content);
            return std::nullopt;
        }
        const std::string found = text_in(beside);
        Process process;
        std::string time;
        std::istringstream fields(found);
        if (!(fields >> process.host >> process.pid >> time >> process.boot >> process.start)) {
            return Holder{beside, "", "", "", false};
        }
        if (!is_dead(process)) {
            return Holder{beside, process.host, process.pid, time,
                          process.host == this_process().host};
        }
        remove_stale(beside, found);
    }
    return Holder{beside, "", "", "", false};
}

LockFile::LockFile(std::string path, std::string content)
    : path_(std::move(path)), content_(std::move(content)) {
    static const int registered = std::atexit(remove_all);
    (void)registered;
    const std::lock_guard guard(held_mutex());
    held().push_back(path_);
}

LockFile::LockFile(LockFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), content_(std::exchange(other.content_, {})) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(content_, other.content_);
    return *this;
}

LockFile::~LockFile() {
    if (path_.empty()) {
        return;
    }
    const std::lock_guard guard(held_mutex());
    const auto known = std::find(held().begin(), held().end(), path_);
    if (known != held().end()) {
        held().erase(known);
        if (still_there()) {
            remove(path_);
        }
    }
}

bool LockFile::still_there() const {
    return text_in(path_) == content_;
}

void LockFile::remove_all() {
    const std::lock_guard guard(held_mutex());
    for (const std::string& path : held()) {
        remove(path);
    }
    held().clear();
}

} // namespace primerank::files
