#include "files/random_access_file.hpp"

#include "files/errors.hpp"
#include "files/paths.hpp"
#include "files/sync.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace primerank::files {
namespace {

int flags_of(RandomAccessFile::Mode mode) {
    switch (mode) {
    case RandomAccessFile::Mode::read:
        return O_RDONLY;
    case RandomAccessFile::Mode::update:
        return O_RDWR;
    case RandomAccessFile::Mode::create:
        break;
    }
    return O_RDWR | O_CREAT | O_TRUNC;
}

} // namespace

RandomAccessFile::RandomAccessFile(const std::string& path, Mode mode, const std::string& role)
    : path_(path) {
    require_regular(path, role);
    file_ = open_descriptor(path, flags_of(mode));
    if (!file_.open()) {
        if (mode == Mode::read) {
            fail_to_read(path_);
        }
        fail_to_write(path_);
    }
}

std::uint64_t RandomAccessFile::size() const {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        fail_to_read(path_);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

std::size_t RandomAccessFile::read_at(std::uint64_t offset, std::span<std::uint8_t> to) const {
    const std::ptrdiff_t count =
        read_all_at(file_.get(), {reinterpret_cast<char*>(to.data()), to.size()}, offset);
    if (count < 0) {
        fail_to_read(path_);
    }
    return static_cast<std::size_t>(count);
}

void RandomAccessFile::write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) const {
    if (!write_all_at(file_.get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                      offset)) {
        fail_to_write(path_);
    }
}

std::uint64_t RandomAccessFile::copy_from(const RandomAccessFile& from, std::uint64_t begin,
                                          std::uint64_t offset) const {
    constexpr std::size_t block_bytes = std::size_t{4} << 20;
    std::vector<std::uint8_t> block(block_bytes);
    for (;;) {
        const std::size_t count = from.read_at(begin, block);
        write_at(offset, {block.data(), count});
        begin += count;
        offset += count;
        if (count < block.size()) {
            return offset;
        }
    }
}

void RandomAccessFile::truncate(std::uint64_t size) const {
    if (::ftruncate(file_.get(), static_cast<off_t>(size)) != 0) {
        fail_to_write(path_);
    }
}

void RandomAccessFile::sync() const {
    if (!sync_file(file_.get())) {
        fail_to_write(path_);
    }
}

void RandomAccessFile::close() {
    if (!file_.close()) {
        fail_to_write(path_);
    }
}

} // namespace primerank::files
