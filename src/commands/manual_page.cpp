#include "commands/help_formats.hpp"

#include "commands/help_formatter.hpp"
#include "report/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <vector>

namespace primerank::commands {
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
an audit found a difference
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
        result += (in_paragraph ? "" : ".PP\n") + escaped(CLI::detail::trim_copy(line)) + "\n";
        in_paragraph = true;
    }
    return result + (indented ? ".RE\n.fi\n" : "");
}

std::string option_text(const CLI::Option& option) {
    const bool positional = option.get_positional();
    std::string name;
    for (const std::string& spelling :
         CLI::detail::split(option.get_name(positional, !positional), ',')) {
        name += (name.empty() ? "\\fB" : "\\fR, \\fB") + escaped(spelling);
    }
    const std::string value = value_name(option);
    name += positional || value.empty() ? "\\fR" : "\\fR \\fI" + escaped(value) + "\\fR";
    return ".TP\n" + name + "\n" + escaped(option.get_description()) + "\n";
}

std::vector<const CLI::Option*> named_options(const CLI::App& command) {
    return command.get_options([&command](const CLI::Option* option) {
        return option->nonpositional() && option != command.get_help_ptr();
    });
}

/// Options that are the same in several commands. --help, the same in all, stands elsewhere.
class SharedOptions {
  public:
    explicit SharedOptions(const std::vector<const CLI::App*>& commands) {
        for (const CLI::App* command : commands) {
            for (const CLI::Option* option : named_options(*command)) {
                std::vector<const CLI::Option*>& same = options_[option_text(*option)];
                same.push_back(option);
                if (same.size() == least_) {
                    in_order_.push_back(option);
                }
            }
        }
    }

    [[nodiscard]] bool contain(const CLI::Option& option) const {
        const auto same = options_.find(option_text(option));
        return same != options_.end() && same->second.size() >= least_;
    }

    [[nodiscard]] const std::vector<const CLI::Option*>& in_order() const { return in_order_; }

  private:
    static constexpr std::size_t least_ = 3;
    std::map<std::string, std::vector<const CLI::Option*>> options_;
    std::vector<const CLI::Option*> in_order_;
};

std::string command_text(const CLI::App& command, const SharedOptions& shared) {
    std::string name = command.get_name();
    std::string own;
    std::string common;
    for (const CLI::Option* option : command.get_options()) {
        if (option->get_positional()) {
            name += " " + HelpFormatter().make_option_usage(option);
        }
        if (shared.contain(*option)) {
            common += (common.empty() ? "" : ", ") + option->get_name();
        } else if (option != command.get_help_ptr()) {
            own += option_text(*option);
        }
    }
    std::string text =
        fmt::format(".SS {}\n{}.\n{}", escaped(name), escaped(command.get_description()), own);
    if (!common.empty()) {
        text += ".PP\nCommon options: " + escaped(common) + ".\n";
    }
    return text + footer_text(command.get_footer());
}

} // namespace

std::string manual_page(const CLI::App& application) {
    const std::vector<const CLI::App*> commands =
        application.get_subcommands([](const CLI::App*) { return true; });
    const SharedOptions shared(commands);
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
                                   report::version(), escaped(application.get_description()));
    page += footer_text(application.get_footer()) + ".SH OPTIONS\n";
    for (const CLI::Option* option : application.get_options()) {
        page += option_text(*option);
    }
    page += ".SH COMMANDS\n";
    for (const CLI::App* command : commands) {
        page += command_text(*command, shared);
    }
    page += ".SH COMMON OPTIONS\n";
    for (const CLI::Option* option : shared.in_order()) {
        page += option_text(*option);
    }
    return page + exit_status;
}

} // namespace primerank::commands
