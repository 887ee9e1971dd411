#pragma once

#include <string>

namespace CLI {
class App;
}

namespace primerank::commands {

/// The help texts of all commands as one manual page, in roff's man macros. Options that several
/// commands share are described once.
std::string manual_page(const CLI::App& application);

/// A completion function for bash, to be sourced: completes commands, options, and files where an
/// option or argument takes one.
std::string bash_completion(const CLI::App& application);

} // namespace primerank::commands
