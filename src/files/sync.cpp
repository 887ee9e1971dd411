#include "files/sync.hpp"

#include "files/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace primerank::files {
namespace {

/// What file systems say that have no disk below them, or do not tell when it is reached.
bool means_no_disk(int code) {
    return code == EINVAL || code == EROFS || code == ENOSYS || code == EOPNOTSUPP;
}

} // namespace

bool sync_file(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        return false;
    }
    if (!S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode)) {
        return true;
    }
    int result = -1;
    do {
        result = ::fdatasync(descriptor);
    } while (result != 0 && errno == EINTR);
    return result == 0 || means_no_disk(errno);
}

bool sync_folder(const std::string& folder) {
    const Descriptor file = open_descriptor(folder, O_RDONLY | O_DIRECTORY);
    // A folder that may be written but not read cannot be synced.
    return !file.open() || ::fsync(file.get()) == 0 || means_no_disk(errno);
}

} // namespace primerank::files
