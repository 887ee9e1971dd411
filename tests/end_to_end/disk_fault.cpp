// A disk that fails: linked in front of the system's calls (by the linker's --wrap), so that the
// program itself has no hook. Only regular files and folders fail, not pipes and terminals.
// PRIMERANK_TEST_DISK is "MODE,CALLS,PART": after so many calls that went well,
//     full    of a write only PART bytes arrive (if negative, all but so many), and then there is
//             no room for any
//     broken  the same, and nothing else that changes files works any more either
//     once    that one call fails, though PART bytes of a write have arrived
//     short   only PART bytes of that write arrive, and everything else works
// where "full" and "short" count only writes. PRIMERANK_TEST_DISK_MARK is a file that is made at
// the first failure.

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names.
extern "C" {
int __real_open(const char* path, int flags, ...);
int __real_close(int file);
ssize_t __real_write(int file, const void* bytes, std::size_t size);
ssize_t __real_pwrite(int file, const void* bytes, std::size_t size, off_t offset);
int __real_fsync(int file);
int __real_fdatasync(int file);
int __real_ftruncate(int file, off_t size);
int __real_rename(const char* from, const char* to);

int __wrap_open(const char* path, int flags, ...);
int __wrap_close(int file);
ssize_t __wrap_write(int file, const void* bytes, std::size_t size);
ssize_t __wrap_pwrite(int file, const void* bytes, std::size_t size, off_t offset);
int __wrap_fsync(int file);
int __wrap_fdatasync(int file);
int __wrap_ftruncate(int file, off_t size);
int __wrap_rename(const char* from, const char* to);
}

namespace {

class Disk {
  public:
    Disk() {
        const char* const asked = std::getenv("PRIMERANK_TEST_DISK");
        std::array<char, 16> mode{};
        if (asked != nullptr
            && std::sscanf(asked, "%15[a-z],%ld,%ld", mode.data(), &calls_, &part_) == 3) {
            mode_ = mode.data();
        }
    }

    /// Whether a call that is no write fails.
    bool fails() { return (mode_ == "broken" || mode_ == "once") && next() != Fate::well; }

    /// write(size) writes so many bytes and returns how many these were.
    template <class Write>
    ssize_t write(std::size_t whole, const Write& write) {
        const Fate fate = mode_.empty() ? Fate::well : next();
        if (fate == Fate::well) {
            return write(whole);
        }
        const auto size = static_cast<long>(whole);
        const long part = std::clamp(part_ < 0 ? size + part_ : part_, 0L, size - 1);
        if (fate == Fate::failed_before || part == 0) {
            return mode_ == "short" ? write(whole) : failed();
        }
        const ssize_t written = write(static_cast<std::size_t>(part));
        return mode_ == "once" ? failed() : written;
    }

    [[nodiscard]] int failed() const {
        errno = mode_ == "full" ? ENOSPC : EIO;
        return -1;
    }

  private:
    enum class Fate { well, fails_now, failed_before };

    Fate next() {
        const long call = made_++;
        if (call < calls_) {
            return Fate::well;
        }
        if (call > calls_) {
            return mode_ == "full" || mode_ == "broken" ? Fate::failed_before : Fate::well;
        }
        if (const char* const mark = std::getenv("PRIMERANK_TEST_DISK_MARK")) {
            __real_close(__real_open(mark, O_WRONLY | O_CREAT, 0600));
        }
        return Fate::fails_now;
    }

    std::string mode_; ///< empty: a sound disk
    long calls_ = 0;
    long part_ = 0;
    std::atomic<long> made_ = 0;
};

Disk& disk() {
    static Disk disk;
    return disk;
}

bool on_disk(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

/// A call that changes a file or a folder and returns 0.
template <class Call>
int changing(int file, const Call& call) {
    return on_disk(file) && disk().fails() ? disk().failed() : call();
}

} // namespace

int __wrap_open(const char* path, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return (flags & O_CREAT) != 0 && disk().fails() ? disk().failed()
                                                    : __real_open(path, flags, mode);
}

/// The file is closed either way.
int __wrap_close(int file) {
    const bool written = (::fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY;
    const bool fails = written && on_disk(file) && disk().fails();
    const int result = __real_close(file);
    return fails ? disk().failed() : result;
}

ssize_t __wrap_write(int file, const void* bytes, std::size_t size) {
    const auto write = [&](std::size_t part) { return __real_write(file, bytes, part); };
    return on_disk(file) ? disk().write(size, write) : write(size);
}

ssize_t __wrap_pwrite(int file, const void* bytes, std::size_t size, off_t offset) {
    return disk().write(size,
                        [&](std::size_t part) { return __real_pwrite(file, bytes, part, offset); });
}

int __wrap_fsync(int file) {
    return changing(file, [&] { return __real_fsync(file); });
}

int __wrap_fdatasync(int file) {
    return changing(file, [&] { return __real_fdatasync(file); });
}

int __wrap_ftruncate(int file, off_t size) {
    return changing(file, [&] { return __real_ftruncate(file, size); });
}

int __wrap_rename(const char* from, const char* to) {
    return disk().fails() ? disk().failed() : __real_rename(from, to);
}
// NOLINTEND(bugprone-reserved-identifier)
