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
        refuse(fmt::format("takes --min {} and more, and STOP up to {}", jump::shortest_gap,
                           to_string(jump::highest_stop)));
    }
}

bool can_jump(const GapQuestion& question) {
    return question.patterns.empty() && !question.gaps.histogram
           && jump::can_search(question.command.interval, question.gaps.list_from);
}

/// By so many times at least.
bool is_faster(const GapQuestion& question, double times) {
    const Interval& interval = question.command.interval;
    return times * jump::Workload(interval, interval, question.gaps).cost(interval)
           < sieve::cost(interval, sieve::Method::enumerate);
}

/// Instruction sets speed up sieving and testing unequally, by up to this, and all nodes must
/// choose alike.
constexpr double on_any_processor = 2;

/// Without a journal or a shard, whose question does not depend on what is printed.
bool only_prints_list(const CommonOptions& options) {
    return options.quiet && options.csv.empty() && options.json.empty() && options.journal.empty()
           && options.shard.empty();
}

} // namespace

bool searches_in_jumps(const std::string& method, const GapQuestion& question) {
    if (method == "jump") {
        require_jumps(question);
        return true;
    }
    if (method != "auto" || !can_jump(question)) {
        return false;
    }
    const CommonOptions& options = question.command.options;
    if (const std::optional<std::string> recorded = recorded_method(options.journal)) {
        return *recorded == "jump";
    }
    const Interval& interval = question.command.interval;
    if (interval.stop <= two_to_the_64) {
        return only_prints_list(options) && is_faster(question, on_any_processor);
    }
    // Always instead of testing all numbers.
    const double enumerating = sieve::cost(interval, sieve::Method::enumerate);
    return enumerating >= sieve::cost(interval, sieve::Method::test) || is_faster(question, 1);
}

} // namespace primerank::commands
