#include "cli/help_formatter.hpp"

#include <sstream>

namespace primerank::cli {
namespace {

constexpr std::size_t name_columns = 24;
constexpr std::size_t line_columns = 80;

/// text in lines of at most `width` columns, the second and later ones indented by `indent`.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
    std::istringstream words(text);
    std::string result;
    std::size_t used = 0;
    for (std::string word; words >> word;) {
        if (used > 0 && used + 1 + word.size() > width) {
            result += "\n" + std::string(indent, ' ');
            used = 0;
        }
        result += (used == 0 ? "" : " ") + word;
        used += (used == 0 ? 0 : 1) + word.size();
    }
    return result;
}

} // namespace

std::string value_name(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    return type == "TEXT" ? "" : type == "INT" ? "N" : type;
}

HelpFormatter::HelpFormatter() {
    column_width(name_columns);
    label("REQUIRED", "");
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
    std::string name = "  " + make_option_name(option, is_positional);
    if (const std::string value = value_name(*option); !is_positional && !value.empty()) {
        name += " " + value;
    }
    name += name.size() < name_columns ? std::string(name_columns - name.size(), ' ')
                                       : "\n" + std::string(name_columns, ' ');
    return name + wrapped(option->get_description(), line_columns - name_columns, name_columns)
           + "\n";
}

} // namespace primerank::cli
