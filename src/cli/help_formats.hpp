#pragma once

#include <string>
#include <vector>

namespace primerank::cli {

/// What help texts say of an option or argument.
struct OptionText {
    std::string name;                   ///< the one that is said for all
    std::vector<std::string> spellings; ///< short ones first
    std::string value;                  ///< its name, such as FILE; empty where it says nothing
    std::string usage;                  ///< of an argument: N, [N] or N...
    std::string description;
    bool is_argument = false;
    bool is_help = false;
    bool takes_value = false;
};

struct CommandText {
    std::string name;
    std::string description;
    std::string footer;
    std::vector<OptionText> options;
};

struct CommandLineText {
    std::string version;
    CommandText program;
    std::vector<CommandText> commands;
};

/// The help texts of all commands as one manual page, in roff's man macros. Options that several
/// commands share are described once.
std::string manual_page(const CommandLineText& text);

/// A completion function for bash, to be sourced: completes commands, options, and files where an
/// option or argument takes one.
std::string bash_completion(const CommandLineText& text);

} // namespace primerank::cli
