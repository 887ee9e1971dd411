#include "commands/list_question.hpp"

#include "commands/on_ranks.hpp"
#include "constellations/cost.hpp"
#include "numbers/bound.hpp"
#include "sieve/cost.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace primerank::commands {
namespace {

int parse_level(const std::string& text) {
    try {
        return static_cast<int>(parse_bound(text, list::highest_level));
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument(
            fmt::format("--level is '{}'; legal are 0 to {}", text, list::highest_level));
    }
}

void check_stdout(const ListQuestion& question) {
    if (!question.to_stdout()) {
        return;
    }
    const CommonOptions& common = question.command.options;
    if (!common.journal.empty() || !common.shard.empty()) {
        throw std::invalid_argument("a list on stdout cannot be continued: --journal and --shard "
                                    "need --output FILE");
    }
    if (question.form.format == list::Format::compact) {
        throw std::invalid_argument("a compact list's header is written last: --format compact "
                                    "needs --output FILE");
    }
}

void require_format(const list::Form& form) {
    if (form.origin != 0 && form.format == list::Format::u64) {
        throw std::invalid_argument("--format u64 ends at 2^64; beyond, write text, bfile or "
                                    "compact");
    }
}

void ask_of_input(ListQuestion& question, const ListOptions& options) {
    if (!options.bounds.start.empty() || !options.pattern.empty()) {
        throw std::invalid_argument("--input lists what is in the file: START, STOP and --pattern "
                                    "do not go with it");
    }
    if (!options.common.journal.empty() || !options.common.shard.empty()
        || !options.common.audit.empty()) {
        throw std::invalid_argument("--journal, --shard and --audit do not go with --input");
    }
    question.command.question["input"] = options.input;
}

void ask_of_sieve(ListQuestion& question, const ListOptions& options) {
    if (options.bounds.stop.empty()) {
        throw std::invalid_argument("START and STOP are required, or --input FILE");
    }
    if (options.output.empty()) {
        throw std::invalid_argument("--output is required; - writes to stdout");
    }
    question.command.interval = options.bounds.interval();
    question.form.origin = question.command.origin();
    require_format(question.form);
    if (!options.pattern.empty()) {
        question.pattern = tally::parse_pattern(options.pattern);
        question.command.question["pattern"] = to_string(question.pattern);
        question.command.unit = "constellations";
    }
    question.method = choose_method(options.method, options.common.journal, {question.pattern},
                                    question.command.interval);
    question.command.why = question.method.why;
    question.command.question["method"] = question.method.name();
}

list::Forecast::FindCost find_cost(const ListQuestion& question) {
    if (question.method.patterns) {
        const auto cost =
            std::make_shared<const constellations::SearchCost>(*family_of({question.pattern}));
        return [cost](const Interval& interval) { return (*cost)(interval); };
    }
    return [how = question.method.sieve](const Interval& interval) {
        return sieve::cost(interval, how);
    };
}

} // namespace

Interval ListQuestion::axis() const {
    const Interval& whole = command.interval;
    const auto border = [&](uint128 place) {
        const uint128 next = list::cell_border(place + list::cell_width - 1);
        return place == whole.start ? place : std::min(whole.stop, next);
    };
    const Interval part = command.axis();
    return {border(part.start), border(part.stop)};
}

list::Forecast ListQuestion::forecast() const {
    return {pattern, find_cost(*this), form.format, form.level};
}

list::FileHeader ListQuestion::header() const {
    list::FileHeader header;
    header.interval = axis();
    header.level = form.level;
    header.origin = form.origin;
    header.question_stop = command.interval.stop;
    header.pattern = command.question.value("pattern", "");
    if (input) {
        header.pattern = input->header().pattern;
        header.question_stop = input->header().question_stop;
    }
    return header;
}

ListQuestion question_of(const ListOptions& options) {
    options.common.check();
    ListQuestion question;
    question.command.command = "list";
    question.command.unit = "primes";
    question.command.options = options.common;
    question.output = options.output.empty() && !options.input.empty() ? "-" : options.output;
    question.form.format = list::parse_format(options.format);
    question.command.question["format"] = options.format;
    if (question.form.format == list::Format::compact) {
        question.form.level =
            options.level.empty() ? list::default_level : parse_level(options.level);
        question.command.question["level"] = question.form.level;
    } else if (!options.level.empty()) {
        throw std::invalid_argument("--level is for --format compact");
    }
    if (question.form.format == list::Format::bfile && !options.common.shard.empty()) {
        throw std::invalid_argument(
            "--format bfile and --shard do not go together: an index counts "
            "all numbers before it; --journal continues");
    }
    if (options.input.empty()) {
        ask_of_sieve(question, options);
    } else {
        ask_of_input(question, options);
    }
    if (!options.hold.empty()) {
        question.form.held_bytes = parse_size("--hold", options.hold);
    } else if (question.to_stdout()) {
        question.form.held_bytes /= 8; // rank 0 holds that much of every rank
    }
    check_stdout(question);
    question.command.files = {{"--output", question.output, files::Access::write},
                              {"--input", options.input, files::Access::read}};
    return question;
}

/// Rank 0 first, which can refuse.
void open_input(cluster::Ranks& ranks, ListQuestion& question, const std::string& path) {
    const auto open = [&] { question.input = std::make_shared<list::CompactFile>(path); };
    agree(ranks, [&] {
        require_distinct_files(question.command.files);
        try {
            open();
        } catch (const list::DamagedList& error) {
            throw Refusal(ExitCode::path, error.what());
        }
    });
    if (!question.input) {
        open();
    }
    question.command.interval = question.input->header().interval;
    question.form.origin = question.input->header().origin;
    require_format(question.form);
    if (!question.input->header().pattern.empty()) {
        question.pattern = tally::parse_pattern(question.input->header().pattern);
        question.command.unit = "constellations";
    }
}

} // namespace primerank::commands
