#include "cli/help_formats.hpp"

#include <fmt/core.h>

namespace primerank::cli {
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
std::string branch(const std::string& label, const CommandText& command, const std::string& more) {
    std::string options = more;
    std::string files;
    std::string values;
    bool takes_files = false;
    for (const OptionText& option : command.options) {
        const bool file = option.value == "FILE";
        if (option.is_argument) {
            takes_files = takes_files || file;
            continue;
        }
        for (const std::string& spelling : option.spellings) {
            append(options, spelling);
            if (option.takes_value) {
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

std::string bash_completion(const CommandLineText& text) {
    std::string names;
    for (const CommandText& command : text.commands) {
        append(names, command.name);
    }
    std::string branches = branch("''", text.program, names);
    for (const CommandText& command : text.commands) {
        branches += branch(command.name, command, command.name == "help" ? names : std::string());
    }
    return fmt::format(script, branches);
}

} // namespace primerank::cli
