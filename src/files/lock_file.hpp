#pragma once

#include <optional>
#include <string>

namespace primerank::files {

/// A file "PATH.lock" that says who uses PATH, for file systems whose kernel keeps no locks. It is
/// removed by its holder at the end; one whose holder is known to be dead is taken over.
class LockFile {
  public:
    /// Who holds a lock, as the lock file says.
    struct Holder {
        std::string path; ///< of the lock file
        std::string host;
        std::string process;
        std::string time;  ///< UTC, when it was taken
        bool here = false; ///< a process of this node that lives

        /// Who it is, and what to do if there is no such process any more.
        [[nodiscard]] std::string sentence() const;
    };

    /// Takes the lock on the file at path, whatever links lead there; `lock` is set then.
    /// Otherwise returns the holder. Throws std::system_error.
    static std::optional<Holder> take(const std::string& path, std::optional<LockFile>& lock);

    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;
    ~LockFile();

    /// False when somebody else removed it.
    [[nodiscard]] bool still_there() const;

    /// Removes the lock files of this process: for ends that call no destructors.
    static void remove_all();

  private:
    LockFile(std::string path, std::string content);

    std::string path_;
    std::string content_; ///< what it says; no other lock file ever says the same
};

} // namespace primerank::files
