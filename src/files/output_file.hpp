#pragma once

#include "files/descriptor.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace primerank::files {

/// Whether the process was asked to stop, for calls that may wait for ever.
using StopAsked = bool (*)();

/// A stream of bytes to a regular file, a pipe, a device, or, with "-" and other names of it,
/// standard output.
class OutputFile {
  public:
    /// Makes the file, or empties it. A named pipe is waited for until somebody reads it.
    /// Throws std::system_error, EINTR when asked to stop meanwhile.
    explicit OutputFile(const std::string& path, StopAsked stop_asked = nullptr);

    /// Goes on behind the first `size` bytes of a regular file; what follows is cut off.
    /// Throws NotRegular (role: "a table"), std::system_error, std::runtime_error when it is
    /// shorter.
    OutputFile(const std::string& path, std::uint64_t size, const std::string& role);

    OutputFile(OutputFile&&) = default;
    OutputFile& operator=(OutputFile&&) = default;

    /// What the buffer still holds is written, but nobody hears whether that fails: see close().
    ~OutputFile();

    /// Throws std::system_error; OutputLost where it is standard output.
    void write(std::string_view bytes);

    /// Hands all that was written to the system. Throws as write() does.
    void flush();

    /// All that was written is on the disk, where there is one; the file's size.
    /// Throws as write() does.
    std::uint64_t sync();

    /// Throws as write() does, also where only closing tells that bytes were lost, as NFS does.
    void close();

  private:
    std::string path_;
    Descriptor file_; ///< not open for standard output
    bool standard_output_ = false;
    std::string buffer_;
    std::uint64_t size_ = 0; ///< with what the buffer holds
};

} // namespace primerank::files
