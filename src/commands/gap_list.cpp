#include "commands/gap_list.hpp"

#include "files/input.hpp"
#include "files/paths.hpp"
#include "files/standard_output.hpp"
#include "jump/found_gaps.hpp"
#include "numbers/serialized.hpp"

#include <array>
#include <fmt/core.h>
#include <string_view>

namespace primerank::commands {
namespace {

/// Standard output holds the gaps as they are found, not again in the end: where a journal goes on,
/// another process has found the first of them.
bool prints_as_found(const CommonOptions& options) {
    return options.quiet && options.journal.empty() && !files::names_standard_output(options.csv);
}

std::vector<tally::Gap> take_listed(const GapQuestion& question, law::AnyTally& tally) {
    if (question.jumps) {
        return tally.as<jump::FoundGaps>().take_listed();
    }
    return question.patterns.empty() ? tally.as<CountedGaps>().second.take_listed()
                                     : tally.as<tally::TupletGaps>().take_listed();
}

/// About how many gaps --min lists.
double expected_listed(const GapQuestion& question) {
    const Interval axis = question.command.axis();
    const std::uint64_t shortest = question.gaps.list_from;
    return question.patterns.empty() ? tally::expected_gaps(axis, shortest)
                                     : tally::expected_gaps(axis, shortest, question.mean_gap());
}

} // namespace

bool streams_list(const GapQuestion& question) {
    const CommonOptions& options = question.command.options;
    if (question.gaps.list_from == 0 || !options.json.empty() || !options.shard.empty()) {
        return false;
    }
    if (options.csv.empty()) {
        return prints_as_found(options);
    }
    return options.journal.empty() || !files::names_standard_output(options.csv);
}

double kept_bytes(const GapQuestion& question) {
    // A list with a vector's spare room, once more as its end is closed, and what shows it.
    constexpr double list = 3 * sizeof(tally::Gap);
    constexpr double json = 1130;
    constexpr double table = 170;
    double first_occurrences = 0; // of primes, not worth speaking of
    if (!question.patterns.empty()) {
        first_occurrences = (list + (question.command.options.json.empty() ? 0 : json))
                            * tally::expected_lengths(question.command.axis(), question.patterns);
    }
    if (question.gaps.list_from == 0 || streams_list(question)) {
        return first_occurrences;
    }
    const double journal =
        9.0 * static_cast<double>(to_string(question.command.axis().stop).size());
    const CommonOptions& options = question.command.options;
    const double shown = !options.json.empty() ? json : options.quiet ? 0 : table;
    const double recorded = options.journal.empty() ? 0 : journal;
    return first_occurrences + (list + shown + recorded) * expected_listed(question);
}

void GapList::commit(campaign::State& state) {
    write(take_listed(question_, state.tally));
    if (csv_) {
        csv_->flush();
    }
    if (prints_as_found(question_.command.options)) {
        files::standard_output().flush();
    }
}

std::string GapList::save() {
    if (csv_) {
        position_.bytes = csv_->sync();
    }
    return serialized(position_);
}

void GapList::restore(const std::string& saved) {
    if (!saved.empty()) {
        position_ = deserialized<Position>(saved);
    }
    csv_ = open_csv(question_.command.options, gap_columns(), position_.bytes);
}

void GapList::write(const std::vector<tally::Gap>& gaps) {
    const bool print = prints_as_found(question_.command.options);
    for (const tally::Gap& gap : gaps) {
        if (csv_) {
            csv_->append_line(gap_line("listed", gap, names_));
        }
        if (print) {
            files::standard_output().print("{} {}\n", gap.length, names_.lower(gap));
        }
    }
    position_.size += gaps.size();
}

void GapList::complete(const tally::GapReport& gaps) {
    write(gaps.listed);
    if (csv_) {
        append_tables(*csv_, gaps, names_);
        csv_->close();
    }
    const CommonOptions& options = question_.command.options;
    if (options.quiet && !options.journal.empty()) {
        print_again();
    }
}

/// What the CSV lists, as "gap prime".
void GapList::print_again() const {
    constexpr std::string_view listed = "listed,";
    files::Input file(question_.command.options.csv);
    std::array<char, 65536> block{};
    std::string text;
    for (std::size_t size = file.read(block); size != 0; size = file.read(block)) {
        text.append(block.data(), size);
        std::size_t begin = 0;
        for (std::size_t end = text.find('\n'); end != std::string::npos;
             end = text.find('\n', begin)) {
            const std::string_view line = std::string_view(text).substr(begin, end - begin);
            begin = end + 1;
            if (!line.starts_with(listed)) {
                continue;
            }
            const std::string_view cells = line.substr(listed.size());
            const std::size_t gap = cells.find(',');
            const std::size_t prime = cells.find(',', gap + 1);
            files::standard_output().print("{} {}\n", cells.substr(0, gap),
                                           cells.substr(gap + 1, prime - gap - 1));
        }
        text.erase(0, begin);
    }
}

void KeptGaps::restore(const std::string& saved) {
    if (!saved.empty()) {
        throw Refusal(ExitCode::journal, "the gaps that the journal has found are in a CSV; name "
                                         "it by --csv again, without --json");
    }
}

} // namespace primerank::commands
