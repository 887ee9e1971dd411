#include "commands/jump_method.hpp"

#include "commands/journals.hpp"
#include "jump/workload.hpp"
#include "sieve/cost.hpp"

#include <fmt/core.h>
#include <optional>
#include <stdexcept>

namespace primerank::commands {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw std::invalid_argument("--method jump " + why);
}

void require_jumps(const GapQuestion& question) {
    if (!question.patterns.empty()) {
        refuse("finds gaps between primes alone");
    }
    if (question.gaps.list_from == 0) {
        refuse("finds gaps of some length and more: name it by --min");
    }
    if (question.gaps.histogram) {
        refuse("finds long gaps alone: --histogram enumerates");
    }
    if (!jump::can_search(question.command.interval, question.gaps.list_from)) {
        refuse(fmt::format("takes --min {} to {}, and STOP up to {}", jump::shortest_gap,
                           jump::longest_gap, to_string(jump::highest_stop)));
    }
}

bool asks_for_long_gaps_alone(const GapQuestion& question) {
    const CommonOptions& options = question.command.options;
    const bool prints_list = options.quiet && options.csv.empty() && options.json.empty();
    return question.patterns.empty() && !question.gaps.histogram
           && jump::can_search(question.command.interval, question.gaps.list_from)
           && (prints_list || question.command.interval.stop > two_to_the_64);
}

} // namespace

bool searches_in_jumps(const std::string& method, const GapQuestion& question) {
    if (method == "jump") {
        require_jumps(question);
        return true;
    }
    if (method != "auto" || !asks_for_long_gaps_alone(question)) {
        return false;
    }
    const CommonOptions& options = question.command.options;
    if (const std::optional<std::string> recorded = recorded_method(options.journal)) {
        return *recorded == "jump";
    }
    const Interval& interval = question.command.interval;
    return jump::cost(interval, question.gaps.list_from)
           < sieve::cost(interval, sieve::Method::enumerate);
}

} // namespace primerank::commands
