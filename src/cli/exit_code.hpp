#pragma once

#include <stdexcept>
#include <string>

namespace primerank::cli {

/// What the process returns; every one of them stands in the README.
enum class ExitCode {
    done = 0,
    failed = 1,       ///< anything not named here, and a stop without a journal
    refused = 2,      ///< by what was typed, or by the memory forecast
    journal = 3,      ///< journal or merge refused, or the journal in use
    path = 4,         ///< a path cannot be read or written
    audit = 5,        ///< an audit or a check found a difference
    to_continue = 75, ///< stopped early; the same command line continues it
};

/// An end that is nobody's bug: one line for the user and an exit code.
class Refusal : public std::runtime_error {
  public:
    Refusal(ExitCode code, const std::string& sentence)
        : std::runtime_error(sentence), code_(code) {}

    [[nodiscard]] ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

} // namespace primerank::cli
