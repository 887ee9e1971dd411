#include "files/output_file.hpp"

#include "files/append_file.hpp"
#include "files/errors.hpp"
#include "files/identity.hpp"
#include "files/paths.hpp"
#include "files/standard_output.hpp"
#include "files/sync.hpp"
#include "files/text.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <stdexcept>
#include <thread>

namespace primerank::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 16;

/// A pipe that nobody reads yet cannot be opened. To wait in open() would be deaf to signals whose
/// handlers only set a flag.
Descriptor open_pipe(const std::string& path, StopAsked stop_asked) {
    constexpr std::chrono::milliseconds pause(20);
    for (;;) {
        Descriptor file = open_descriptor(path, O_WRONLY | O_NONBLOCK);
        if (file.open()) {
            const int flags = ::fcntl(file.get(), F_GETFL);
            (void)::fcntl(file.get(), F_SETFL, flags & ~O_NONBLOCK);
            return file;
        }
        if (errno != ENXIO) {
            fail_to_write(path);
        }
        if (stop_asked != nullptr && stop_asked()) {
            fail_to_write(path, EINTR);
        }
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

OutputFile::OutputFile(const std::string& path, StopAsked stop_asked)
    : path_(path), standard_output_(names_standard_output(path)) {
    if (standard_output_) {
        return;
    }
    file_ = kind_of(path) == Kind::pipe
                ? open_pipe(path, stop_asked)
                : open_descriptor(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
    if (!file_.open()) {
        fail_to_write(path_);
    }
}

OutputFile::OutputFile(const std::string& path, std::uint64_t size, const std::string& role)
    : path_(path), size_(size) {
    AppendFile file(path, role);
    if (file.size() < size) {
        throw std::runtime_error("'" + printable(path)
                                 + "' is shorter than the journal says it was");
    }
    file.truncate(size);
    file_ = std::move(file).release();
}

OutputFile::~OutputFile() {
    if (file_.open()) {
        (void)!write_all(file_.get(), buffer_);
    }
}

void OutputFile::write(std::string_view bytes) {
    size_ += bytes.size();
    if (standard_output_) {
        standard_output().write(bytes);
        return;
    }
    buffer_ += bytes;
    if (buffer_.size() >= block_bytes) {
        flush();
    }
}

void OutputFile::flush() {
    if (standard_output_) {
        standard_output().flush();
        return;
    }
    const bool written = write_all(file_.get(), buffer_);
    const int reason = errno;
    buffer_.clear(); // what was lost would be written again in the end
    if (!written) {
        fail_to_write(path_, reason);
    }
}

std::uint64_t OutputFile::sync() {
    flush();
    if (!standard_output_ && !sync_file(file_.get())) {
        fail_to_write(path_);
    }
    return size_;
}

void OutputFile::close() {
    flush();
    if (!standard_output_ && !file_.close()) {
        fail_to_write(path_);
    }
}

} // namespace primerank::files
