#include "commands/number_lines.hpp"

#include "commands/exit_code.hpp"
#include "fuzz/fuzz.hpp"
#include "fuzz/reference_bound.hpp"

#include "catch.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::commands;

namespace {

struct Read {
    std::vector<uint128> numbers;
    std::size_t bad_line = 0; ///< 0: none
    friend bool operator==(const Read&, const Read&) = default;
};

Read read(const std::string& path, std::size_t column) {
    NumberLines lines(path, column);
    Read found;
    for (;;) {
        const std::vector<uint128>& more = lines.next();
        if (more.empty()) {
            break;
        }
        found.numbers.insert(found.numbers.end(), more.begin(), more.end());
    }
    try {
        lines.refuse_bad_line();
    } catch (const Refusal& refusal) {
        const std::string sentence = refusal.what();
        if (sentence.find('\n') != std::string::npos) {
            throw std::logic_error("not in one line");
        }
        found.bad_line = std::stoul(sentence.substr(sentence.find(", line ") + 7));
    }
    return found;
}

std::string stripped(std::string text) {
    text.erase(0, std::min(text.find_first_not_of(" \t\r"), text.size()));
    text.erase(text.find_last_not_of(" \t\r") + 1);
    return text;
}

/// Fields stand apart by blanks, a comma, or both. Empty where there is none.
std::string field(const std::string& line, std::size_t column) {
    static const std::regex separator("[ \t][ \t\r]*(,[ \t\r]*)?|,[ \t\r]*");
    const std::vector<std::string> fields(
        std::sregex_token_iterator(line.begin(), line.end(), separator, -1), {});
    return column <= fields.size() ? fields[column - 1] : "";
}

/// What the lines of a text are, by cutting it up.
Read reference(const std::string& text, std::size_t column) {
    constexpr std::size_t longest_line = std::size_t{1} << 16;
    Read found;
    std::istringstream lines(text);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) {
        bool bad = false;
        if (++count == 1) {
            bad = line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF");
            line.erase(0, line.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        }
        bad = bad || line.size() > longest_line || line.find('\0') != std::string::npos;
        const std::string bare = stripped(line.substr(0, line.find('#')));
        if (!bad && bare.empty()) {
            continue;
        }
        const auto number =
            bad ? std::nullopt
                : fuzz::reference_bound(column == 0 ? bare : field(bare, column), proven_limit - 1);
        if (!number) {
            found.bad_line = count;
            return found;
        }
        found.numbers.push_back(*number);
    }
    return found;
}

const std::vector<std::string> texts = {"1\n2\n3\n",
                                        std::string("\xEF\xBB\xBF") + "17\r\n19\r\n",
                                        "# primes\n2 # the even one\n\n3",
                                        "1e3\n2^64-1\n",
                                        "10, 20 30\n40 ,50,60\n",
                                        "1,000,000\t2\t3\n4\t5\t6",
                                        "7,,9\n1, 2, 3\n",
                                        "18446744073709551615\n18446744073709551616\n",
                                        "3317044064679887385961980\n3317044064679887385961981\n",
                                        "0001 0002 3\n1\t\t2,3 # four\n"};
const std::string bytes = "0123456789,# \t\r\n\n";

bool holds(const fuzz::MemoryFile& file, const std::string& text) {
    const std::size_t column = std::hash<std::string>()(text) % 4; // to set up a reader takes time
    file.write(text);
    return read(file.path(), column) == reference(text, column);
}

/// What NumberLines reads at once.
constexpr std::size_t block_bytes = std::size_t{1} << 20;

/// Lines without numbers, of so many bytes.
std::string lines_of_comments(std::size_t size) {
    constexpr std::size_t line_bytes = 60'000;
    std::string text(size, '#');
    for (std::size_t at = size; at > 0; at -= std::min(at, line_bytes)) {
        text[at - 1] = '\n';
    }
    return text;
}

} // namespace

TEST_CASE("The numbers of a text are those of its lines, up to the first that is none") {
    const fuzz::MemoryFile file;
    fuzz::fuzz(texts, bytes, 20'000,
               [&](std::string_view text) { return holds(file, std::string(text)); });
}

TEST_CASE("It does not matter where the blocks end that a text is read in") {
    const fuzz::MemoryFile file;
    fuzz::fuzz(texts, bytes, 1000, [&](std::string_view text) {
        const std::size_t before = std::hash<std::string_view>()(text) % (text.size() + 2);
        return holds(file, lines_of_comments(block_bytes - before) + std::string(text));
    });
}

TEST_CASE("A line can be of any length, and is refused beyond the longest") {
    const fuzz::MemoryFile file;
    for (const std::size_t size : {65'534U, 65'535U, 65'536U, 65'537U, 200'000U, 1'100'000U}) {
        const std::size_t within_block = std::min<std::size_t>(size, 70'000);
        for (const std::size_t before : {std::size_t{3}, block_bytes - within_block}) {
            for (const char* const end : {"", "\n", "\n5\n"}) {
                const std::string start = lines_of_comments(before);
                CHECK(holds(file, start + std::string(size, ' ') + end));
                CHECK(holds(file, start + std::string(size - 1, '0') + "7" + end));
                CHECK(holds(file, start + std::string(size, '0') + "7" + end));
            }
        }
    }
}
