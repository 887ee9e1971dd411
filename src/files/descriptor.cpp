#include "files/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace primerank::files {
namespace {

constexpr int first_of_ours = 3;

/// Repeats a system call that a signal interrupted.
template <class Call>
ssize_t uninterrupted(const Call& call) {
    for (;;) {
        const ssize_t result = call();
        if (result >= 0 || errno != EINTR) {
            return result;
        }
    }
}

} // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

bool Descriptor::close() {
    const int number = std::exchange(number_, -1);
    // Linux has closed it also where it says EINTR.
    return number < 0 || ::close(number) == 0 || errno == EINTR;
}

Descriptor open_descriptor(const std::string& path, int flags, unsigned mode) {
    Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY, mode));
    if (file.open() && file.get() < first_of_ours) {
        return Descriptor(::fcntl(file.get(), F_DUPFD_CLOEXEC, first_of_ours));
    }
    return file;
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count =
            uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
        if (count < 0 && errno == EAGAIN) { // another process made the pipe or terminal so
            pollfd room{descriptor, POLLOUT, 0};
            uninterrupted([&] { return ::poll(&room, 1, -1); });
            continue;
        }
        if (count < 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool write_all_at(int descriptor, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t count = uninterrupted([&] {
            return ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        });
        if (count < 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return true;
}

std::ptrdiff_t read_some(int descriptor, std::span<char> to) {
    return uninterrupted([&] { return ::read(descriptor, to.data(), to.size()); });
}

std::ptrdiff_t read_all_at(int descriptor, std::span<char> to, std::uint64_t offset) {
    std::size_t size = 0;
    while (size < to.size()) {
        const ssize_t count = uninterrupted([&] {
            return ::pread(descriptor, to.data() + size, to.size() - size,
                           static_cast<off_t>(offset + size));
        });
        if (count < 0) {
            return -1;
        }
        if (count == 0) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    return static_cast<std::ptrdiff_t>(size);
}

} // namespace primerank::files
