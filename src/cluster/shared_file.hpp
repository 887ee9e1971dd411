#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace primerank::cluster {

/// A file that is there already and that all ranks write into at once, each at places of its own.
class SharedFile {
  public:
    SharedFile() = default;
    SharedFile(const SharedFile&) = delete;
    SharedFile& operator=(const SharedFile&) = delete;
    virtual ~SharedFile() = default;

    /// How many threads of this rank may write at the same time.
    [[nodiscard]] virtual int lanes() const = 0;

    /// Writes bytes at an offset, beyond the end where it must. lane: below lanes(); no two threads
    /// use one lane at the same time. Throws std::system_error, also when the disk is full.
    virtual void write_at(int lane, std::uint64_t offset, std::span<const std::uint8_t> bytes) = 0;

    /// Returns when all that this rank wrote is on the disk. Throws std::system_error.
    virtual void sync() = 0;
};

/// The same without MPI: what one process writes by pwrite.
std::unique_ptr<SharedFile> open_posix_file(const std::string& path, int lanes);

} // namespace primerank::cluster
