#include "cli/command_line.hpp"

#include "cli/exit_code.hpp"
#include "cli/help_formats.hpp"
#include "cli/help_formatter.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sstream>
#include <vector>

namespace primerank::cli {
namespace {

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
