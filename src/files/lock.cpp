#include "files/lock.hpp"

#include "files/errors.hpp"
#include "files/text.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace primerank::files {
namespace {

struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

bool means_held(int code) {
    return code == EACCES || code == EAGAIN;
}

bool means_no_locks(int code) {
    return code == ENOLCK || code == ENOSYS || code == EOPNOTSUPP || code == EINVAL;
}

/// Locks of other nodes have no process, or one that does not live here.
LockHeld held_in_kernel(int file, const std::string& path) {
    struct flock lock = whole_file();
    pid_t holder = 0;
    if (::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) {
        holder = lock.l_pid;
    }
    const bool here = holder > 0 && (::kill(holder, 0) == 0 || errno == EPERM);
    return {"'" + printable(path) + "' is in use by "
                + (here ? "process " + std::to_string(holder) : "another node"),
            !here};
}

/// Calls attempt until it throws no LockHeld, or patience ends.
template <class Attempt>
void with_patience(const Patience& patience, const Attempt& attempt) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds longest_pause(500);
    const Clock::time_point start = Clock::now();
    for (std::chrono::milliseconds pause(50);; pause = std::min(2 * pause, longest_pause)) {
        try {
            return attempt();
        } catch (const LockHeld& held) {
            const std::chrono::duration<double> waited = Clock::now() - start;
            if (!patience || !patience(held, waited.count())) {
                throw;
            }
        }
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

bool lock_by_fcntl(int descriptor) {
    struct flock lock = whole_file();
    return ::fcntl(descriptor, F_SETLK, &lock) == 0;
}

Lock::Lock(int file, const std::string& path, const Patience& patience, TryLock try_lock)
    : path_(path), try_lock_(try_lock) {
    with_patience(patience, [&] {
        if (try_lock_(file)) {
            return;
        }
        if (means_held(errno)) {
            throw held_in_kernel(file, path_);
        }
        if (!means_no_locks(errno)) {
            fail(errno, path_, "cannot be locked");
        }
        const std::optional<LockFile::Holder> holder = LockFile::take(path_, beside_);
        if (holder) {
            throw LockHeld("'" + printable(path_) + "' is in use by " + holder->sentence(), false);
        }
    });
}

void Lock::move_to(int file) {
    if (!beside_ && !try_lock_(file)) {
        fail(errno, path_, "cannot be locked");
    }
}

} // namespace primerank::files
