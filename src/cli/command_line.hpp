#pragma once

#include "cli/command.hpp"

#include <memory>
#include <string>

namespace primerank::cli {

struct CommandLineText;

/// What help texts say of the program as a whole.
struct Program {
    std::string name;
    std::string version;
    std::string version_line; ///< what --version shows
    std::string description;
    std::string footer; ///< below the options, as in Command::footer
};

/// The command line of a program of which each run does one command.
class CommandLine {
  public:
    explicit CommandLine(const Program& program);
    ~CommandLine();

    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// Help texts list commands in the order in which they are added.
    Command add_command(const std::string& name, const std::string& description);

    /// Reads the command line and calls the callback of its command; what that throws passes
    /// through. Returns what --help or --version asks to show, and calls no callback then; else
    /// nothing. Throws Refusal, in one line, for what is not understood, and where there is no
    /// command.
    std::string parse(int argc, const char* const* argv);

    /// The help text of a command, or of the program where command is empty. Throws Refusal for a
    /// command that was not added.
    [[nodiscard]] std::string help(const std::string& command) const;

    /// The help texts of all commands as one manual page, in roff's man macros.
    [[nodiscard]] std::string manual_page() const;

    /// A completion function for bash, to be sourced: completes commands, options, and files where
    /// an option or argument takes one.
    [[nodiscard]] std::string bash_completion() const;

  private:
    [[nodiscard]] CommandLineText text() const;

    std::string version_;
    std::unique_ptr<CLI::App> application_;
};

} // namespace primerank::cli
