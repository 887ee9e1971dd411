#include "cli/command_line.hpp"

#include "cli/exit_code.hpp"
#include "cli/help_formats.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <sstream>
#include <vector>

// The one source that knows CLI11, whose header takes seconds to compile.

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

/// What stands for an option's value in help texts, such as FILE; nothing where there is none.
std::string value_name(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    return type == "TEXT" ? "" : type == "INT" ? "N" : type;
}

/// CLI11's help text with descriptions wrapped to 80 columns and type names only where they say
/// something.
class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter() {
        column_width(name_columns);
        label("REQUIRED", "");
    }

    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        std::string name = "  " + make_option_name(option, is_positional);
        if (const std::string value = value_name(*option); !is_positional && !value.empty()) {
            name += " " + value;
        }
        name += name.size() < name_columns ? std::string(name_columns - name.size(), ' ')
                                           : "\n" + std::string(name_columns, ' ');
        return name + wrapped(option->get_description(), line_columns - name_columns, name_columns)
               + "\n";
    }
};

OptionText text_of(const CLI::Option& option, const CLI::App& command) {
    OptionText text;
    text.name = option.get_name();
    text.is_argument = option.get_positional();
    text.spellings = CLI::detail::split(option.get_name(text.is_argument, !text.is_argument), ',');
    text.value = value_name(option);
    text.takes_value = !option.get_type_name().empty();
    text.usage = HelpFormatter().make_option_usage(&option);
    text.description = option.get_description();
    text.is_help = &option == command.get_help_ptr();
    return text;
}

CommandText text_of(const CLI::App& command) {
    CommandText text;
    text.name = command.get_name();
    text.description = command.get_description();
    text.footer = command.get_footer();
    for (const CLI::Option* option : command.get_options()) {
        text.options.push_back(text_of(*option, command));
    }
    return text;
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

Option Option::required() {
    option_->required();
    return *this;
}

Option Option::value_name(const std::string& name) {
    option_->type_name(name);
    return *this;
}

Option Option::description(const std::string& text) {
    option_->description(text);
    return *this;
}

Option Command::add_argument(const std::string& name, std::string& target,
                             const std::string& description) {
    return Option(*command_->add_option(name, target, description));
}

Option Command::add_argument(const std::string& name, std::vector<std::string>& targets,
                             const std::string& description) {
    return Option(*command_->add_option(name, targets, description));
}

Option Command::add_option(const std::string& names, std::string& target,
                           const std::string& description) {
    return Option(*command_->add_option(names, target, description));
}

Option Command::add_option(const std::string& names,
                           const std::function<void(const std::string&)>& take,
                           const std::string& description) {
    return Option(*command_->add_option_function(names, take, description));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& targets,
                           const std::string& description) {
    return Option(*command_->add_option(names, targets, description)->allow_extra_args(false));
}

Option Command::add_flag(const std::string& names, bool& target, const std::string& description) {
    return Option(*command_->add_flag(names, target, description));
}

void Command::footer(const std::string& text) {
    command_->footer(text);
}

void Command::callback(const std::function<void()>& chosen) {
    command_->callback(chosen);
}

CommandLine::CommandLine(const Program& program)
    : version_(program.version),
      application_(std::make_unique<CLI::App>(program.description, program.name)) {
    application_->require_subcommand(0, 1);
    application_->set_help_flag("-h,--help", "Shows this text");
    application_->set_version_flag("--version", program.version_line);
    application_->formatter(std::make_shared<HelpFormatter>());
    application_->footer(program.footer);
}

CommandLine::~CommandLine() = default;

Command CommandLine::add_command(const std::string& name, const std::string& description) {
    CLI::App* command = application_->add_subcommand(name, description);
    command->footer(""); // else it inherits the program's
    return Command(*command);
}

std::string CommandLine::parse(int argc, const char* const* argv) {
    try {
        application_->parse(argc, argv);
    } catch (const CLI::Success& request) {
        std::ostringstream shown;
        application_->exit(request, shown, shown);
        return shown.str();
    } catch (const CLI::ParseError& error) {
        throw Refusal(ExitCode::refused, first_line(error.what()));
    }
    if (application_->get_subcommands().empty()) {
        throw Refusal(ExitCode::refused, fmt::format("a command is missing; `{} help` lists them",
                                                     application_->get_name()));
    }
    return {};
}

std::string CommandLine::help(const std::string& command) const {
    if (command.empty()) {
        // help() would show the command being parsed, which may be `help`.
        return application_->get_formatter()->make_help(
            application_.get(), application_->get_name(), CLI::AppFormatMode::Normal);
    }
    const auto named = application_->get_subcommands(
        [&command](const CLI::App* any) { return any->get_name() == command; });
    if (named.empty()) {
        throw Refusal(ExitCode::refused, fmt::format("'{}' is not a command; `{} help` lists them",
                                                     command, application_->get_name()));
    }
    return named.front()->help(application_->get_name());
}

CommandLineText CommandLine::text() const {
    CommandLineText text{version_, text_of(*application_), {}};
    for (const CLI::App* command :
         application_->get_subcommands([](const CLI::App*) { return true; })) {
        text.commands.push_back(text_of(*command));
    }
    return text;
}

std::string CommandLine::manual_page() const {
    return cli::manual_page(text());
}

std::string CommandLine::bash_completion() const {
    return cli::bash_completion(text());
}

} // namespace primerank::cli
