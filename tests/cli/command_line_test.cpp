#include "cli/command_line.hpp"
#include "cli/exit_code.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <string>
#include <vector>

using namespace primerank::cli;

namespace {

/// A program with one command that has an option of every kind, and one that has none.
struct Example {
    CommandLine line{
        {"example", "1.2", "example 1.2 (built by hand)", "Does this and that.", "Example: do it"}};
    std::string from;
    std::vector<std::string> more;
    std::string output = "none";
    std::vector<std::string> patterns;
    int count = 7;
    bool quiet = false;
    int done = 0;
    int rested = 0;

    Example() {
        Command command = line.add_command("do", "Does this");
        command.add_argument("FROM", from, "Where it begins").required();
        command.add_argument("MORE", more, "What else there is");
        command.add_option("-o,--output", output, "Where it goes").value_name("FILE");
        command.add_option("--pattern", patterns, "One or several").value_name("LIST");
        command
            .add_option(
                "--count", [this](const std::string& typed) { count = std::stoi(typed); },
                "How often")
            .value_name("N");
        command.add_flag("-q,--quiet", quiet, "Say less").description("Say nothing");
        command.footer("Whoever does this:\n\n  example do it");
        command.callback([this] { ++done; });
        line.add_command("rest", "Does nothing").callback([this] { ++rested; });
    }

    std::string parse(std::vector<const char*> arguments) {
        arguments.insert(arguments.begin(), "example");
        return line.parse(static_cast<int>(arguments.size()), arguments.data());
    }

    std::string refusal(const std::vector<const char*>& arguments) {
        try {
            parse(arguments);
        } catch (const Refusal& refusal) {
            CHECK(refusal.code() == ExitCode::refused);
            CHECK(done == 0);
            return refusal.what();
        }
        return "nothing was refused";
    }
};

} // namespace

TEST_CASE("A command line fills the targets and calls the command it names", "[cli]") {
    Example example;
    CHECK(example.parse({"do", "-5", "-o", "file", "--count=3", "x", "-q", "y"}).empty());
    CHECK(example.from == "-5");
    CHECK(example.more == std::vector<std::string>{"x", "y"});
    CHECK(example.output == "file");
    CHECK(example.count == 3);
    CHECK(example.quiet);
    CHECK(example.done == 1);
    CHECK(example.rested == 0);
}

TEST_CASE("Targets keep their values where nothing is typed", "[cli]") {
    Example example;
    example.parse({"do", "it"});
    CHECK(example.more.empty());
    CHECK(example.output == "none");
    CHECK(example.patterns.empty());
    CHECK(example.count == 7);
    CHECK_FALSE(example.quiet);
}

TEST_CASE("A repeated option takes one value each time", "[cli]") {
    Example example;
    example.parse({"do", "--pattern", "0,4", "a", "--pattern", "0,6", "b"});
    CHECK(example.patterns == std::vector<std::string>{"0,4", "0,6"});
    CHECK(example.from == "a");
    CHECK(example.more == std::vector<std::string>{"b"});
}

TEST_CASE("What is not understood is refused in one line that names it", "[cli]") {
    struct Refused {
        std::vector<const char*> arguments;
        std::string named;
    };
    const std::vector<Refused> all = {{{"do"}, "FROM is required"},
                                      {{"do", "it", "--bogus"}, "not expected: --bogus"},
                                      {{"do", "it", "--output"}, "--output"},
                                      {{"do", "it", "-o", "a", "-o", "b"}, "--output"},
                                      {{"undo"}, "not expected: undo"},
                                      {{"rest", "it"}, "not expected: it"},
                                      {{}, "a command is missing; `example help` lists them"}};
    for (const Refused& refused : all) {
        const std::string sentence = Example().refusal(refused.arguments);
        CAPTURE(sentence, refused.named);
        CHECK(sentence.find(refused.named) != std::string::npos);
        CHECK(sentence.find('\n') == std::string::npos);
    }
}

TEST_CASE("What a command throws, or what reads a value, passes through", "[cli]") {
    Example example;
    example.line.add_command("fail", "Fails").callback([] { throw std::domain_error("cannot"); });
    CHECK_THROWS_AS(example.parse({"fail"}), std::domain_error);
    CHECK_THROWS_AS(example.parse({"do", "it", "--count", "many"}), std::invalid_argument);
    CHECK(example.done == 0);
}

TEST_CASE("--help and --version are shown instead of doing anything", "[cli]") {
    Example example;
    CHECK(example.parse({"--version"}) == "example 1.2 (built by hand)\n");
    CHECK(example.parse({"--help"}) == example.line.help(""));
    CHECK(example.parse({"do", "--help"}) == example.line.help("do"));
    CHECK(example.done == 0);
}

TEST_CASE("Help of a command shows its arguments, options and footer", "[cli]") {
    const std::string help = Example().line.help("do");
    for (const char* part :
         {"Usage: example do [OPTIONS] FROM [MORE...]\n",
          "  FROM                  Where it begins\n", "  -o,--output FILE      Where it goes\n",
          "  --pattern LIST        One or several\n", "  --count N             How often\n",
          "  -q,--quiet            Say nothing\n", "Whoever does this:\n\n  example do it\n"}) {
        CAPTURE(help, part);
        CHECK(help.find(part) != std::string::npos);
    }
}

TEST_CASE("A long description is wrapped to 80 columns", "[cli]") {
    Example example;
    Command command = example.line.add_command("explain", "Explains");
    command.add_argument("WHAT", example.from,
                         "One of the things there are, of which this sentence has so many words");
    CHECK(example.line.help("explain").find(
              "  WHAT                  One of the things there are, of which this sentence has\n"
              "                        so many words\n")
          != std::string::npos);
}

TEST_CASE("Help of the program lists its commands in order", "[cli]") {
    const std::string help = Example().line.help("");
    CHECK(help.find("Does this and that.\nUsage: example") == 0);
    CHECK(help.find("  do ") < help.find("  rest "));
    CHECK(help.find("\nExample: do it") != std::string::npos);
    CHECK(Example().line.help("rest").find("Example: do it") == std::string::npos);
}

TEST_CASE("There is no help of a command that there is not", "[cli]") {
    CHECK_THROWS_WITH(Example().line.help("undo"),
                      "'undo' is not a command; `example help` lists them");
}
