#include "files/append_file.hpp"

#include "files/errors.hpp"
#include "files/input.hpp"
#include "files/paths.hpp"
#include "files/sync.hpp"
#include "files/text.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace primerank::files {

AppendFile::AppendFile(const std::string& path, const std::string& role) : path_(path) {
    require_regular(path, role);
    // Should it have become a pipe in between, nobody waits for its other end.
    file_ = open_descriptor(path, O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK);
    struct stat status {};
    if (!file_.open() || ::fstat(file_.get(), &status) != 0) {
        fail_to_write(path_);
    }
    if (!S_ISREG(status.st_mode)) {
        throw NotRegular("'" + printable(path) + "' is not a regular file, as " + role
                         + " must be");
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
}

AppendFile::AppendFile(const std::string& path, Descriptor file)
    : path_(path), file_(std::move(file)) {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        fail_to_write(path_);
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
}

std::string AppendFile::read_all() const {
    return files::read_all(file_.get(), path_);
}

void AppendFile::append(std::string_view bytes) {
    if (!write_all(file_.get(), bytes)) {
        const int reason = errno;
        // A part of a record would be taken for what a crash left; what stands before it is whole.
        if (::ftruncate(file_.get(), static_cast<off_t>(size_)) == 0) {
            (void)sync_file(file_.get());
        }
        fail_to_write(path_, reason);
    }
    size_ += bytes.size();
}

void AppendFile::truncate(std::uint64_t size) {
    if (::ftruncate(file_.get(), static_cast<off_t>(size)) != 0) {
        fail_to_write(path_);
    }
    size_ = size;
}

void AppendFile::sync() const {
    if (!sync_file(file_.get())) {
        fail_to_write(path_);
    }
}

void AppendFile::close() {
    if (!file_.close()) {
        fail_to_write(path_);
    }
}

} // namespace primerank::files
