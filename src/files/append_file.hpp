#pragma once

#include "files/descriptor.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace primerank::files {

/// A regular file that records are appended to, each wholly or not at all. What is appended goes to
/// the end of the file wherever that is, so that a file which was cut has no hole.
class AppendFile {
  public:
    AppendFile() = default;

    /// Opens path for reading and appending, and makes it where it is missing.
    /// Throws NotRegular (role: "a journal"), std::system_error.
    AppendFile(const std::string& path, const std::string& role);

    /// Takes over a file that is open with O_APPEND.
    AppendFile(const std::string& path, Descriptor file);

    [[nodiscard]] bool open() const { return file_.open(); }
    [[nodiscard]] int descriptor() const { return file_.get(); }

    /// Bytes, as far as this object knows.
    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// All that stands in the file. Throws std::system_error.
    [[nodiscard]] std::string read_all() const;

    /// On failure, a full disk say, the file is cut back to what it was; throws std::system_error.
    void append(std::string_view bytes);

    /// Cuts the file to so many bytes. Throws std::system_error.
    void truncate(std::uint64_t size);

    /// All that was appended is on the disk. Throws std::system_error.
    void sync() const;

    /// The open file, which is this object's no longer.
    [[nodiscard]] Descriptor release() && { return std::move(file_); }

    /// Throws std::system_error where only closing tells that bytes were lost, as NFS does.
    void close();

  private:
    std::string path_;
    Descriptor file_;
    std::uint64_t size_ = 0;
};

} // namespace primerank::files
