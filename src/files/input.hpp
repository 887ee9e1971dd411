#pragma once

#include "files/descriptor.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace primerank::files {

/// Bytes that are read from the beginning to the end, of whatever kind of file.
class Input {
  public:
    /// path: "-" is standard input. Throws std::system_error.
    explicit Input(const std::string& path);

    /// "stdin", or the path in quotes, for messages.
    [[nodiscard]] const std::string& name() const { return name_; }

    /// Fills `to`, which has room, as far as there is something; less only at the end.
    /// Throws std::system_error.
    std::size_t read(std::span<char> to);

  private:
    std::string name_;
    Descriptor file_; ///< not open for standard input, which is never closed
};

/// The whole of a file. Throws std::system_error.
std::string read_all(const std::string& path);

/// The same of a regular file. Throws NotRegular as well; role: "a journal".
std::string read_all(const std::string& path, const std::string& role);

/// The whole of an open file that can be read at offsets; path is for messages.
std::string read_all(int descriptor, const std::string& path);

} // namespace primerank::files
