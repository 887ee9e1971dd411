#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace primerank::cli {

/// An option or argument of a command. Each method changes it and returns it.
class Option {
  public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    /// The command line is refused without it.
    Option required();

    /// What stands for its value in help texts, such as FILE; a FILE is completed as one.
    Option value_name(const std::string& name);

    /// In place of the description given before.
    Option description(const std::string& text);

  private:
    CLI::Option* option_;
};

/// One command of a CommandLine, to which it belongs: what may follow its name. What a target
/// refers to gets the typed value while the command line is parsed, and keeps its own where nothing
/// is typed.
class Command {
  public:
    explicit Command(CLI::App& command) : command_(&command) {}

    /// The next positional argument; name stands for it in help texts.
    Option add_argument(const std::string& name, std::string& target,
                        const std::string& description);

    /// All positional arguments that follow.
    Option add_argument(const std::string& name, std::vector<std::string>& targets,
                        const std::string& description);

    /// An option with a value, given at most once. names: such as "--csv", or "-o,--output".
    Option add_option(const std::string& names, std::string& target,
                      const std::string& description);

    /// The same with a value that take(value) reads, as typed; what it throws passes through
    /// CommandLine::parse().
    Option add_option(const std::string& names, const std::function<void(const std::string&)>& take,
                      const std::string& description);

    /// An option that may be given several times, with one value each.
    Option add_option(const std::string& names, std::vector<std::string>& targets,
                      const std::string& description);

    /// An option without a value, which sets target to true.
    Option add_flag(const std::string& names, bool& target, const std::string& description);

    /// What stands below the options in the help text: paragraphs, and indented lines which the
    /// manual page keeps as they are.
    void footer(const std::string& text);

    /// What parsing calls at its end when this is the command given. It may throw.
    void callback(const std::function<void()>& chosen);

  private:
    CLI::App* command_;
};

} // namespace primerank::cli
