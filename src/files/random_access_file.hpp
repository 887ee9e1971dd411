#pragma once

#include "files/descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace primerank::files {

/// A regular file that is read and written at any place, by several threads at once.
class RandomAccessFile {
  public:
    enum class Mode {
        read,
        update, ///< a file that is there, for reading and writing
        create  ///< made where it is missing, and emptied
    };

    /// Throws NotRegular (role: "a list"), std::system_error.
    RandomAccessFile(const std::string& path, Mode mode, const std::string& role);

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Bytes. Throws std::system_error.
    [[nodiscard]] std::uint64_t size() const;

    /// How many bytes were read: fewer than asked for only where the file ends.
    /// Throws std::system_error.
    std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> to) const;

    /// Writes beyond the end where it must. Throws std::system_error.
    void write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) const;

    /// Writes here what stands in `from` between `begin` and its end; returns where that ends here.
    /// Throws std::system_error.
    std::uint64_t copy_from(const RandomAccessFile& from, std::uint64_t begin,
                            std::uint64_t offset) const;

    /// Cuts to, or fills with zeros up to, so many bytes. Throws std::system_error.
    void truncate(std::uint64_t size) const;

    /// All that was written is on the disk. Throws std::system_error.
    void sync() const;

    /// Throws std::system_error where only closing tells that bytes were lost, as NFS does.
    void close();

  private:
    std::string path_;
    Descriptor file_;
};

} // namespace primerank::files
