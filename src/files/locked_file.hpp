#pragma once

#include "files/append_file.hpp"
#include "files/lock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace primerank::files {

/// A regular file that this process alone appends records to, or replaces as a whole.
class LockedFile {
  public:
    LockedFile() = default;

    /// Opens the file behind path and locks it; makes it where it is missing. role: "a journal".
    /// Throws NotRegular, LockHeld, std::system_error.
    LockedFile(const std::string& path, const std::string& role, const Patience& patience = {},
               TryLock try_lock = lock_by_fcntl);

    [[nodiscard]] std::uint64_t size() const { return file_.size(); }
    [[nodiscard]] const Lock& lock() const { return lock_; }

    /// All that stands in it. Throws std::system_error.
    [[nodiscard]] std::string read_all() const { return file_.read_all(); }

    /// Appends wholly or not at all. Throws std::system_error, also when the file has lost its name
    /// or the lock, for what is appended to a deleted file is lost.
    void append(std::string_view bytes);

    /// Throws std::system_error.
    void truncate(std::uint64_t size) { file_.truncate(size); }

    /// All that was appended is on the disk. Throws std::system_error.
    void sync() const { file_.sync(); }

    /// The file's whole content becomes `bytes`, on the disk: at no moment is there less than one
    /// whole, locked file. Throws std::system_error.
    void replace(std::string_view bytes);

  private:
    std::string path_;
    Lock lock_; // outlives file_, which the kernel's lock ends with
    AppendFile file_;
};

} // namespace primerank::files
