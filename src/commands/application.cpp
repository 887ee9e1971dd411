#include "commands/application.hpp"

#include "cluster/launcher.hpp"
#include "files/standard_output.hpp"
#include "files/text.hpp"
#include "numbers/instruction_set.hpp"
#include "report/version.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <string>
#include <string_view>
#include <system_error>

namespace primerank::commands {
namespace {

struct Command {
    std::string_view name;
    void (*add)(cli::CommandLine&, Action&);
};

/// In the order of the help text. A new command is one more line here.
constexpr std::array all_commands = {
    Command{"count", add_count},       Command{"sum", add_sum},     Command{"gaps", add_gaps},
    Command{"residues", add_residues}, Command{"list", add_list},   Command{"pi", add_pi},
    Command{"nth", add_nth},           Command{"next", add_next},   Command{"prev", add_prev},
    Command{"test", add_test},         Command{"merge", add_merge}, Command{"status", add_status},
    Command{"info", add_info}};

constexpr const char* footer =
    R"(Bounds are written 1000000, 1_000_000, 1,000,000, 1e12, 1e+12, 1.8e19, 2^64-1, 2**64, 1e18+1e9;
STOP may be +WIDTH.
Intervals are half-open: START is in, STOP is not.

Examples:
  primerank count 0 1e10                     primes below 10^10
  mpirun -np 4 primerank count 0 1e11 --of primes,twins
  primerank help count                       all options of a command)";

/// Adds the command that the first argument names; all of them where it names none: to describe
/// every option of every command takes longer than to answer a small question.
void add_commands(cli::CommandLine& application, std::string_view first_argument, Action& action) {
    const auto* const named =
        std::find_if(all_commands.begin(), all_commands.end(),
                     [&](const Command& command) { return command.name == first_argument; });
    for (const Command& command : all_commands) {
        if (named == all_commands.end() || named->name == command.name) {
            command.add(application, action);
        }
    }
}

struct HelpOptions {
    std::string topic;
    std::string format = "text";
};

std::string formatted_help(const cli::CommandLine& application, const HelpOptions& options) {
    if (options.format == "text") {
        return application.help(options.topic);
    }
    if (options.format != "man" && options.format != "bash-completion") {
        throw Refusal(ExitCode::refused,
                      fmt::format("--format is '{}'; legal are text, man and bash-completion",
                                  options.format));
    }
    if (!options.topic.empty()) {
        throw Refusal(ExitCode::refused, fmt::format("--format {} is of all commands; leave out {}",
                                                     options.format, options.topic));
    }
    return options.format == "man" ? application.manual_page() : application.bash_completion();
}

void add_help(cli::CommandLine& application, HelpOptions& options) {
    cli::Command help = application.add_command("help", "Shows what a command does");
    help.add_argument("COMMAND", options.topic, "One of the commands");
    help.add_option("--format", options.format,
                    "text (default); of all commands: man, a manual page, or bash-completion, to "
                    "be sourced")
        .value_name("F");
    help.callback([&application, &options] {
        const std::string text = formatted_help(application, options);
        if (cluster::detect_launch().speaks()) {
            files::standard_output().write(text);
        }
    });
}

int refuse(bool speaks, ExitCode code, const std::string& sentence) {
    if (!speaks) {
        return 0;
    }
    fmt::print(stderr, "primerank: {}\n", files::printable(sentence)); // it may quote anything
    return static_cast<int>(code);
}

} // namespace

int run_application(int argc, char** argv) {
    const bool speaks = cluster::detect_launch().speaks();
    cli::CommandLine application(
        {"primerank", std::string(report::version()),
         fmt::format("primerank {} ({}, {})", report::version(), report::source_version(),
                     report::compiler()),
         "Exact answers about the primes in any interval up to 3.3e24, on one core or on thousands "
         "of MPI ranks.",
         footer});
    Action action;
    add_commands(application, argc > 1 ? argv[1] : "", action);
    HelpOptions help;
    add_help(application, help);
    try {
        const std::string text = application.parse(argc, argv);
        if (!action) { // --help, --version or help
            if (speaks) {
                files::standard_output().write(text);
            }
            files::standard_output().close();
            return 0;
        }
        (void)instruction_set(); // refuses what is no set at all on all ranks alike
        const ExitCode code = action();
        files::standard_output().close();
        return speaks ? static_cast<int>(code) : 0;
    } catch (const Refusal& refusal) {
        return refuse(speaks, refusal.code(), refusal.what());
    } catch (const std::invalid_argument& error) {
        return refuse(speaks, ExitCode::refused, error.what());
    } catch (const files::ReaderGone&) {
        return static_cast<int>(ExitCode::path);
    } catch (const std::system_error& error) {
        return refuse(speaks, ExitCode::path, error.what());
    } catch (const std::exception& error) {
        return refuse(speaks, ExitCode::failed, error.what());
    }
}

} // namespace primerank::commands
