#include "files/standard_output.hpp"

#include "files/descriptor.hpp"

#include <cerrno>
#include <unistd.h>

namespace primerank::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 16;

} // namespace

StandardOutput::StandardOutput() : terminal_(::isatty(STDOUT_FILENO) != 0) {}

/// After close() there is nothing left; before, an exception is on its way to say what went wrong.
StandardOutput::~StandardOutput() {
    if (lost_ == 0) {
        (void)!write_all(STDOUT_FILENO, buffer_);
    }
}

void StandardOutput::write(std::string_view bytes) {
    if (lost_ != 0) {
        fail();
    }
    size_ += bytes.size();
    if (buffer_.empty() && bytes.size() >= block_bytes) {
        if (!write_all(STDOUT_FILENO, bytes)) {
            lost_ = errno;
            fail();
        }
        return;
    }
    buffer_ += bytes;
    if (buffer_.size() >= block_bytes || terminal_) {
        flush();
    }
}

void StandardOutput::flush() {
    if (lost_ == 0 && !buffer_.empty() && !write_all(STDOUT_FILENO, buffer_)) {
        lost_ = errno;
    }
    buffer_.clear();
    if (lost_ != 0) {
        fail();
    }
}

void StandardOutput::close() {
    flush();
    if (size_ == 0) {
        return; // a closed one does not matter where nothing was to be said
    }
    // Every close of a copy makes a remote file system write back what it holds.
    Descriptor copy(::dup(STDOUT_FILENO));
    if (!copy.open() || !copy.close()) {
        lost_ = errno;
        fail();
    }
}

void StandardOutput::fail() const {
    const char* const sentence = "standard output cannot be written";
    if (lost_ == EPIPE) {
        throw ReaderGone(lost_, std::generic_category(), sentence);
    }
    throw OutputLost(lost_, std::generic_category(), sentence);
}

StandardOutput& standard_output() {
    static StandardOutput output;
    return output;
}

} // namespace primerank::files
