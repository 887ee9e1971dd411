#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace primerank::commands {

/// CLI11's help text with descriptions wrapped to 80 columns and type names only where they say
/// something.
class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter();

    std::string make_option(const CLI::Option* option, bool is_positional) const override;
};

} // namespace primerank::commands
