#include "files/input.hpp"

#include "files/errors.hpp"
#include "files/paths.hpp"
#include "files/text.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace primerank::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 16;

} // namespace

Input::Input(const std::string& path) : name_(path == "-" ? "stdin" : "'" + printable(path) + "'") {
    if (path != "-") {
        file_ = open_descriptor(path, O_RDONLY);
        if (!file_.open()) {
            fail_to_read(path);
        }
    }
}

std::size_t Input::read(std::span<char> to) {
    std::size_t size = 0;
    while (size < to.size()) {
        const std::ptrdiff_t count =
            read_some(file_.open() ? file_.get() : STDIN_FILENO, to.subspan(size));
        if (count < 0) {
            throw std::system_error(errno, std::generic_category(), name_ + " cannot be read");
        }
        if (count == 0) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    return size;
}

std::string read_all(const std::string& path) {
    Input input(path);
    std::string text;
    for (std::size_t size = 0;;) {
        text.resize(size + block_bytes);
        const std::size_t count = input.read({text.data() + size, block_bytes});
        size += count;
        if (count < block_bytes) {
            text.resize(size);
            return text;
        }
    }
}

std::string read_all(const std::string& path, const std::string& role) {
    require_regular(path, role);
    return read_all(path);
}

std::string read_all(int descriptor, const std::string& path) {
    std::string text;
    for (;;) {
        const std::size_t size = text.size();
        text.resize(size + block_bytes);
        const std::ptrdiff_t count =
            read_all_at(descriptor, {text.data() + size, block_bytes}, size);
        if (count < 0) {
            fail_to_read(path);
        }
        text.resize(size + static_cast<std::size_t>(count));
        if (static_cast<std::size_t>(count) < block_bytes) {
            return text;
        }
    }
}

} // namespace primerank::files
