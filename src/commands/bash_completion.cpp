#include "commands/help_formats.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace primerank::commands {
namespace {

constexpr const char* script =
    R"(# bash completion for primerank, written by `primerank help --format bash-completion`.
# shellcheck shell=bash disable=SC2207

_primerank() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
    local command='' word options files='' values='' takes_files=''
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        [[ $word == -* ]] || {{ command=$word && break; }}
    done
    if [[ $current == = ]]; then
        current=''
    elif [[ $previous == = ]]; then
        previous=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    # files: options whose value is one; values: options with any other value.
    case $command in
{}    *) return ;;
    esac
    if [[ " $files " == *" $previous "* ]]; then
        COMPREPLY=($(compgen -f -- "$current"))
    elif [[ " $values " == *" $previous "* ]]; then
        return
    elif [[ $current == -* || -z $command || $command == help ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    elif [[ -n $takes_files ]]; then
        COMPREPLY=($(compgen -f -- "$current"))
    fi
}}
complete -o filenames -F _primerank primerank
)";

void append(std::string& words, const std::string& word) {
    words += (words.empty() ? "" : " ") + word;
}

/// The branch of the case statement for one command; '' is the program itself. more: words beside
/// its options.
std::string branch(const std::string& label, const CLI::App& command, const std::string& more) {
    std::string options = more;
    std::string files;
    std::string values;
    bool takes_files = false;
    for (const CLI::Option* option : command.get_options()) {
        const bool file = option->get_type_name() == "FILE";
        takes_files = takes_files || (option->get_positional() && file);
        if (option->get_positional()) {
            continue;
        }
        for (const std::string& spelling : CLI::detail::split(option->get_name(false, true), ',')) {
            append(options, spelling);
            if (!option->get_type_name().empty()) { // no flag
                append(file ? files : values, spelling);
            }
        }
    }
    std::string text = fmt::format("    {})\n        options='{}'\n", label, options);
    text += files.empty() ? "" : fmt::format("        files='{}'\n", files);
    text += values.empty() ? "" : fmt::format("        values='{}'\n", values);
    return text + (takes_files ? "        takes_files=1\n" : "") + "        ;;\n";
}

} // namespace

std::string bash_completion(const CLI::App& application) {
    const auto commands = application.get_subcommands([](const CLI::App*) { return true; });
    std::string names;
    for (const CLI::App* command : commands) {
        append(names, command->get_name());
    }
    std::string branches = branch("''", application, names);
    for (const CLI::App* command : commands) {
        branches += branch(command->get_name(), *command,
                           command->get_name() == "help" ? names : std::string());
    }
    return fmt::format(script, branches);
}

} // namespace primerank::commands
