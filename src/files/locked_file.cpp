#include "files/locked_file.hpp"

#include "files/errors.hpp"
#include "files/identity.hpp"
#include "files/replacement.hpp"

#include <cerrno>
#include <utility>

namespace primerank::files {

/// Between opening and locking, whoever held the lock may have replaced the file: then the lock is
/// on a file that has no name any more, and the new one is tried.
LockedFile::LockedFile(const std::string& path, const std::string& role, const Patience& patience,
                       TryLock try_lock)
    : path_(path) {
    for (;;) {
        AppendFile file(path, role);
        Lock lock(file.descriptor(), path, patience, try_lock);
        if (same_file(file.descriptor(), path)) {
            // Others may have appended before the lock was ours.
            lock_ = std::move(lock);
            file_ = AppendFile(path, std::move(file).release());
            return;
        }
    }
}

void LockedFile::append(std::string_view bytes) {
    if (!same_file(file_.descriptor(), path_)) {
        fail(ENOENT, path_, "is not where it was");
    }
    if (!lock_.still_held()) {
        fail(ENOLCK, path_, "was locked by another process too");
    }
    file_.append(bytes);
}

void LockedFile::replace(std::string_view bytes) {
    Replacement replacement(path_);
    lock_.move_to(replacement.descriptor());
    replacement.write(bytes);
    file_ = AppendFile(path_, replacement.commit());
}

} // namespace primerank::files
