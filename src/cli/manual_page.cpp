#include "cli/help_formats.hpp"

#include <fmt/core.h>
#include <map>
#include <sstream>
#include <vector>

namespace primerank::cli {
namespace {

constexpr const char* exit_status =
    R"(.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
anything not named here, and a stop without a journal
.TP
.B 2
refused: what was typed, or the memory it would take
.TP
.B 3
a journal is damaged, of another question, or in use; a merge is refused
.TP
.B 4
a path cannot be read or written
.TP
.B 5
an audit or a check found a difference
.TP
.B 75
stopped early; the same command line continues
.SH SEE ALSO
.BR mpirun (1),
.BR srun (1),
.BR primesieve (1),
.BR primecount (1)
)";

/// text as roff prints it unchanged.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '\\':
            result += "\\e";
            break;
        case '-':
            result += "\\-";
            break;
        case '^':
            result += "\\(ha";
            break;
        case '~':
            result += "\\(ti";
            break;
        case '`':
            result += "\\(ga";
            break;
        case '\'':
            result += "\\(aq";
            break;
        default:
            result += c;
        }
    }
    return result.rfind('.', 0) == 0 ? "\\&" + result : result;
}

std::string trimmed(const std::string& line) {
    const std::size_t first = line.find_first_not_of(' ');
    return first == std::string::npos ? std::string()
                                      : line.substr(first, line.find_last_not_of(' ') + 1 - first);
}

/// What stands below the options in the help text: paragraphs, and indented lines kept as they are.
std::string footer_text(const std::string& footer) {
    std::istringstream lines(footer);
    std::string result;
    bool indented = false;
    bool in_paragraph = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) {
            in_paragraph = false;
            continue;
        }
        if ((line.front() == ' ') != indented) {
            indented = !indented;
            result += indented ? ".PP\n.nf\n.RS\n" : ".RE\n.fi\n";
            in_paragraph = indented;
        }
        result += (in_paragraph ? "" : ".PP\n") + escaped(trimmed(line)) + "\n";
        in_paragraph = true;
    }
    return result + (indented ? ".RE\n.fi\n" : "");
}

std::string option_text(const OptionText& option) {
    std::string name;
    for (const std::string& spelling : option.spellings) {
        name += (name.empty() ? "\\fB" : "\\fR, \\fB") + escaped(spelling);
    }
    name += option.is_argument || option.value.empty()
                ? "\\fR"
                : "\\fR \\fI" + escaped(option.value) + "\\fR";
    return ".TP\n" + name + "\n" + escaped(option.description) + "\n";
}

/// Options that are the same in several commands. --help, the same in all, stands elsewhere.
class SharedOptions {
  public:
    explicit SharedOptions(const std::vector<CommandText>& commands) {
        for (const CommandText& command : commands) {
            for (const OptionText& option : command.options) {
                if (!option.is_argument && !option.is_help) {
                    const std::string text = option_text(option);
                    if (++commands_with_[text] == least_) {
                        texts_ += text;
                    }
                }
            }
        }
    }

    [[nodiscard]] bool contain(const OptionText& option) const {
        const auto same = commands_with_.find(option_text(option));
        return same != commands_with_.end() && same->second >= least_;
    }

    /// Of all of them, in order.
    [[nodiscard]] const std::string& texts() const { return texts_; }

  private:
    static constexpr int least_ = 3;
    std::map<std::string, int> commands_with_;
    std::string texts_;
};

std::string command_text(const CommandText& command, const SharedOptions& shared) {
    std::string name = command.name;
    std::string own;
    std::string common;
    for (const OptionText& option : command.options) {
        if (option.is_argument) {
            name += " " + option.usage;
        }
        if (shared.contain(option)) {
            common += (common.empty() ? "" : ", ") + option.name;
        } else if (!option.is_help) {
            own += option_text(option);
        }
    }
    std::string text =
        fmt::format(".SS {}\n{}.\n{}", escaped(name), escaped(command.description), own);
    if (!common.empty()) {
        text += ".PP\nCommon options: " + escaped(common) + ".\n";
    }
    return text + footer_text(command.footer);
}

} // namespace

std::string manual_page(const CommandLineText& text) {
    const SharedOptions shared(text.commands);
    std::string page = fmt::format(R"(.TH PRIMERANK 1 "" "primerank {}" "User Commands"
.SH NAME
primerank \- exact questions about primes, on one core or thousands of MPI ranks
.SH SYNOPSIS
.B primerank
.I COMMAND
[\fIOPTIONS\fR] \fIARGUMENTS\fR
.br
.B mpirun \-np
.I RANKS
.B primerank
.I COMMAND
[\fIOPTIONS\fR] \fIARGUMENTS\fR
.SH DESCRIPTION
{}
)",
                                   text.version, escaped(text.program.description));
    page += footer_text(text.program.footer) + ".SH OPTIONS\n";
    for (const OptionText& option : text.program.options) {
        page += option_text(option);
    }
    page += ".SH COMMANDS\n";
    for (const CommandText& command : text.commands) {
        page += command_text(command, shared);
    }
    return page + ".SH COMMON OPTIONS\n" + shared.texts() + exit_status;
}

} // namespace primerank::cli
