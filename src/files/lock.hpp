#pragma once

#include "files/lock_file.hpp"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

namespace primerank::files {

/// A lock that another process holds.
class LockHeld : public std::runtime_error {
  public:
    LockHeld(const std::string& sentence, bool may_expire)
        : std::runtime_error(sentence), may_expire_(may_expire) {}

    /// Whether it may be of a node that died, and end when its server finds out: after some 90 s.
    [[nodiscard]] bool may_expire() const { return may_expire_; }

  private:
    bool may_expire_;
};

/// Says of a lock that is held, and after so many seconds, whether to try again in a while.
using Patience = std::function<bool(const LockHeld& held, double seconds)>;

/// Tries to lock an open file for this process alone; false with errno set, EAGAIN or EACCES where
/// another one holds it.
using TryLock = bool (*)(int descriptor);

/// By fcntl: the kernel lets go when the holder dies.
bool lock_by_fcntl(int descriptor);

/// Keeps other processes from a file for as long as it lives: by a lock of the kernel, or, where
/// the file system has none (Lustre without flock, NFS with nolock), by a lock file beside it.
class Lock {
  public:
    Lock() = default;

    /// Throws LockHeld, std::system_error. `file` is open for writing at path; the kernel's lock
    /// ends when this process closes any descriptor of the same file.
    Lock(int file, const std::string& path, const Patience& patience = {},
         TryLock try_lock = lock_by_fcntl);

    /// The lock moves to a file that is about to take the name of the other one.
    /// Throws std::system_error.
    void move_to(int file);

    /// Whether a lock file does the work, which is worth a warning.
    [[nodiscard]] bool by_lock_file() const { return beside_.has_value(); }

    /// False when somebody removed or took over the lock file.
    [[nodiscard]] bool still_held() const { return !beside_ || beside_->still_there(); }

  private:
    std::string path_;
    TryLock try_lock_ = lock_by_fcntl;
    std::optional<LockFile> beside_;
};

} // namespace primerank::files
