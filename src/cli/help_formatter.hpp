#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace primerank::cli {

/// What stands for an option's value in help texts, such as FILE; nothing where there is none.
std::string value_name(const CLI::Option& option);

/// CLI11's help text with descriptions wrapped to 80 columns and type names only where they say
/// something.
class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter();

    std::string make_option(const CLI::Option* option, bool is_positional) const override;
};

} // namespace primerank::cli
