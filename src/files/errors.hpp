#pragma once

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace primerank::files {

/// A file of a kind that does not do for its purpose: a device or a pipe where a regular file is
/// needed.
class NotRegular : public std::invalid_argument {
  public:
    using std::invalid_argument::invalid_argument;
};

/// Throws std::system_error: "'path' what: " and the system's word for the code.
[[noreturn]] void fail(int code, const std::string& path, const std::string& what);

[[noreturn]] void fail_to_read(const std::string& path, int code = errno);
[[noreturn]] void fail_to_write(const std::string& path, int code = errno);

} // namespace primerank::files
