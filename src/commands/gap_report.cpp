#include "commands/gap_report.hpp"

#include "files/standard_output.hpp"
#include "report/csv_file.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"
#include "report/text_table.hpp"

#include <fmt/core.h>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

using report::grouped;
using tally::Gap;
using tally::GapReport;

std::string gap_table(const std::vector<Gap>& gaps, const GapNames& names) {
    report::TextTable table({{"gap"}, {"after prime"}, {"merit"}});
    for (const Gap& gap : gaps) {
        table.add(
            {grouped(std::to_string(gap.length)), grouped(names.lower(gap)), names.merit(gap)});
    }
    return table.text();
}

std::string histogram_table(const std::vector<GapReport::Frequency>& histogram) {
    report::TextTable table({{"gap"}, {"count"}});
    for (const auto& [length, count] : histogram) {
        table.add({grouped(std::to_string(length)), grouped(std::to_string(count))});
    }
    return table.text();
}

/// The smallest even length that does not occur.
std::uint64_t shortest_missing(const std::vector<Gap>& first_occurrence) {
    std::uint64_t missing = 2;
    for (const Gap& gap : first_occurrence) {
        missing += gap.length == missing ? 2 : 0;
    }
    return missing;
}

std::string only_long_gaps(const GapQuestion& question) {
    return fmt::format(
        "only gaps of {} or more were looked for; all primes that rule out others are proven\n",
        grouped(std::to_string(question.gaps.list_from)));
}

std::string text(const GapQuestion& question, const GapResult& result,
                 std::optional<std::uint64_t> written) {
    const GapReport& gaps = result.gaps;
    if (question.jumps && gaps.first_occurrence.empty()) {
        return "\n" + only_long_gaps(question) + "there are none\n";
    }
    if (gaps.first_occurrence.empty()) {
        return fmt::format("\n{} {}, so no gaps\n", result.size == 0 ? "no" : "not two",
                           question.between());
    }
    const GapNames names(question);
    std::string text = "\n" + (question.jumps ? only_long_gaps(question) : "")
                       + "maximal gaps, each longer than all before it\n"
                       + gap_table(gaps.maximal, names);
    text += fmt::format("\n{} lengths occur; the longest is {}",
                        grouped(std::to_string(gaps.first_occurrence.size())),
                        grouped(std::to_string(gaps.first_occurrence.back().length)));
    // Those between constellations miss most even lengths.
    if (question.patterns.empty() && !question.jumps) {
        text += fmt::format(", the shortest missing one {}",
                            grouped(std::to_string(shortest_missing(gaps.first_occurrence))));
    }
    text += "\n";
    if (question.gaps.histogram) {
        text += "\nhow often each length occurs\n" + histogram_table(gaps.histogram);
    }
    if (question.gaps.list_from != 0) {
        const std::uint64_t size = written.value_or(gaps.listed.size());
        text += fmt::format("\ngaps of {} or more: {}{}\n",
                            grouped(std::to_string(question.gaps.list_from)),
                            grouped(std::to_string(size)), written ? ", in the CSV" : "");
        text += written || size == 0 ? "" : gap_table(gaps.listed, names);
    }
    return text;
}

/// The one table that was asked for, two numbers a line.
void print_for_scripts(const GapQuestion& question, const GapReport& gaps) {
    if (question.gaps.histogram) {
        for (const auto& [length, count] : gaps.histogram) {
            files::standard_output().print("{} {}\n", length, count);
        }
        return;
    }
    const GapNames names(question);
    for (const Gap& gap : question.gaps.list_from != 0 ? gaps.listed : gaps.maximal) {
        files::standard_output().print("{} {}\n", gap.length, names.lower(gap));
    }
}

Json gaps_json(const std::vector<Gap>& gaps, const GapNames& names) {
    Json list = Json::array();
    for (const Gap& gap : gaps) {
        list.push_back({{"gap", gap.length},
                        {"prime", names.lower(gap)},
                        {"merit", std::stod(names.merit(gap))}});
    }
    return list;
}

Json result_json(const GapQuestion& question, const GapResult& result) {
    const GapReport& gaps = result.gaps;
    const GapNames names(question);
    Json json = {{question.jumps ? "gaps" : question.between(), std::to_string(result.size)}};
    if (!question.jumps) {
        const bool none = result.size == 0;
        json["first_prime"] = none ? Json(nullptr) : Json(names.number(gaps.first_prime));
        json["last_prime"] = none ? Json(nullptr) : Json(names.number(gaps.last_prime));
    }
    json["maximal"] = gaps_json(gaps.maximal, names);
    json["first_occurrences"] = gaps_json(gaps.first_occurrence, names);
    if (question.gaps.histogram) {
        Json& histogram = json["histogram"] = Json::array();
        for (const auto& [length, count] : gaps.histogram) {
            histogram.push_back({{"gap", length}, {"count", std::to_string(count)}});
        }
    }
    if (question.gaps.list_from != 0) {
        json["listed"] = gaps_json(gaps.listed, names);
    }
    return json;
}

void write_csv(const std::string& path, const GapReport& gaps, const GapNames& names) {
    report::CsvFile file(path, gap_columns());
    for (const Gap& gap : gaps.listed) {
        file.append_line(gap_line("listed", gap, names));
    }
    append_tables(file, gaps, names);
    file.close();
}

} // namespace

GapNames::GapNames(const GapQuestion& question)
    : origin_(question.command.origin()), mean_(question.mean_gap()) {}

std::string GapNames::number(Offset offset) const {
    return to_string(offset.from(origin_));
}

std::string GapNames::lower(const Gap& gap) const {
    return number(gap.lower);
}

std::string GapNames::merit(const Gap& gap) const {
    return fmt::format("{:.4f}", static_cast<double>(gap.length)
                                     / mean_.at(static_cast<double>(gap.lower.from(origin_))));
}

std::vector<std::string> gap_columns() {
    return {"kind", "gap", "prime", "merit", "count"};
}

std::string gap_line(std::string_view kind, const Gap& gap, const GapNames& names) {
    return fmt::format("{},{},{},{},", kind, gap.length, names.lower(gap), names.merit(gap));
}

void append_tables(report::CsvFile& file, const GapReport& gaps, const GapNames& names) {
    for (const Gap& gap : gaps.maximal) {
        file.append_line(gap_line("maximal", gap, names));
    }
    for (const Gap& gap : gaps.first_occurrence) {
        file.append_line(gap_line("first", gap, names));
    }
    for (const auto& [length, count] : gaps.histogram) {
        file.append_line(fmt::format("histogram,{},,,{}", length, count));
    }
}

void report_gaps(const GapQuestion& question, const GapResult& result, const report::RunInfo& run,
                 std::optional<std::uint64_t> written) {
    const CommonOptions& options = question.command.options;
    if (!options.csv.empty() && !written) {
        write_csv(options.csv, result.gaps, GapNames(question));
    }
    if (!options.json.empty()) {
        report::write_json(options.json, report::document(question.command.command,
                                                          question.command.full_question(),
                                                          result_json(question, result),
                                                          question.command.unit, run));
    }
    if (options.take_stdout()) {
        return;
    }
    if (options.quiet) {
        if (!written) {
            print_for_scripts(question, result.gaps);
        }
        return;
    }
    files::standard_output().print("{}{}{}",
                                   report::rank_table(run, question.command.unit,
                                                      question.command.axis(),
                                                      std::to_string(result.size)),
                                   text(question, result, written), report::run_lines(run));
}

} // namespace primerank::commands
