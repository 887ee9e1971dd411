#include "cli/command_line.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace primerank::cli;

namespace {

/// Commands that share an option, and one that has its own.
struct Example {
    CommandLine line{{"example", "1.2", "", "Does a-b.", "Example:\n  example one"}};
    std::string text;
    std::vector<std::string> files;
    bool flag = false;

    Example() {
        for (const char* name : {"one", "two", "three"}) {
            line.add_command(name, "Counts")
                .add_option("-s,--shared", text, "Common to all")
                .value_name("WHAT");
        }
        Command command = line.add_command("four", "Is different");
        command.add_argument("INPUT", files, "What to read").required().value_name("FILE");
        command.add_option("--output", text, "Where it goes").value_name("FILE");
        command.add_flag("--own", flag, "Of this only");
    }
};

std::size_t times(const std::string& part, const std::string& text) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

bool contains(const std::string& text, const std::string& part) {
    return times(part, text) > 0;
}

} // namespace

TEST_CASE("The manual page describes shared options once", "[help]") {
    const std::string page = Example().line.manual_page();
    CHECK(times("Common to all", page) == 1);
    CHECK(times("Common options: \\-\\-shared.", page) == 3);
    CHECK(contains(page,
                   ".SH COMMON OPTIONS\n.TP\n\\fB\\-s\\fR, \\fB\\-\\-shared\\fR \\fIWHAT\\fR\n"
                   "Common to all\n.SH EXIT STATUS\n"));
    CHECK(contains(page, ".SS four INPUT...\nIs different.\n.TP\n\\fBINPUT\\fR\nWhat to read\n"
                         ".TP\n\\fB\\-\\-output\\fR \\fIFILE\\fR\nWhere it goes\n"
                         ".TP\n\\fB\\-\\-own\\fR\nOf this only\n"));
    CHECK(contains(page,
                   ".SH DESCRIPTION\nDoes a\\-b.\n.PP\nExample:\n.PP\n.nf\n.RS\nexample one\n"));
}

TEST_CASE("Bash completes an option by the kind of its value", "[help]") {
    const std::string script = Example().line.bash_completion();
    CHECK(contains(script, "    '')\n        options='one two three four -h --help --version'\n"));
    CHECK(contains(script, "    four)\n        options='-h --help --output --own'\n"
                           "        files='--output'\n        takes_files=1\n        ;;\n"));
    CHECK(contains(script, "    one)\n        options='-h --help -s --shared'\n"
                           "        values='-s --shared'\n        ;;\n"));
}
