#pragma once

#include <cstddef>
#include <fmt/core.h>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace primerank::files {

/// Standard output did not take what was written: the disk behind it is full, or it is closed.
class OutputLost : public std::system_error {
  public:
    using std::system_error::system_error;
};

/// Who read standard output, `head` say, has seen enough: nothing needs to be said of it.
class ReaderGone : public OutputLost {
  public:
    using OutputLost::OutputLost;
};

/// This process' standard output, the one way there. Lines reach a terminal at once, anything else
/// in large blocks. Whatever was lost is thrown, by the call that found out or at the latest by
/// close(), which must end every main().
class StandardOutput {
  public:
    StandardOutput();
    StandardOutput(const StandardOutput&) = delete;
    StandardOutput& operator=(const StandardOutput&) = delete;
    ~StandardOutput();

    /// Throws OutputLost, ReaderGone.
    void write(std::string_view bytes);

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        write(fmt::format(format, std::forward<Args>(args)...));
    }

    /// Hands all that was written to the system. Throws OutputLost, ReaderGone.
    void flush();

    /// Flushes, and asks the file system for what it tells only at the end. Writing may go on.
    /// Throws OutputLost, ReaderGone, again where it was thrown before.
    void close();

    /// Bytes written so far.
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    [[noreturn]] void fail() const;

    std::string buffer_;
    std::size_t size_ = 0;
    bool terminal_;
    int lost_ = 0; ///< the error that ended it, or 0
};

StandardOutput& standard_output();

} // namespace primerank::files
