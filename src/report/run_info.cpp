#include "report/run_info.hpp"

#include "report/numerals.hpp"
#include "report/text_table.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace primerank::report {
namespace {

std::string counted(std::size_t count, const std::string& noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Each value once, in order, joined by commas; from the fourth on "and N more".
std::string listed(std::vector<std::string> values) {
    std::vector<std::string> unique;
    for (std::string& value : values) {
        if (std::find(unique.begin(), unique.end(), value) == unique.end()) {
            unique.push_back(std::move(value));
        }
    }
    constexpr std::size_t shown = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, unique.size()); ++i) {
        text += (i == 0 ? "" : ", ") + unique[i];
    }
    if (unique.size() > shown) {
        text += fmt::format(" and {} more", unique.size() - shown);
    }
    return text;
}

bool one_chunk_each(const RunInfo& run) {
    return std::all_of(run.totals.begin(), run.totals.end(),
                       [](const campaign::RankTotals& totals) { return totals.chunk_count <= 1; });
}

std::string interval_table(const RunInfo& run, const std::string& headline, const Interval& whole,
                           const std::string& total) {
    using Align = TextTable::Align;
    TextTable table({{"rank", Align::right}, {"interval", Align::left}, {headline, Align::right}});
    for (std::size_t rank = 0; run.rounds > 0 && rank < run.totals.size(); ++rank) {
        const campaign::RankTotals& totals = run.totals[rank];
        table.add({std::to_string(rank), to_string(totals.first_chunk),
                   grouped(to_string(totals.headline))});
    }
    table.add({"total", to_string(whole), grouped(total)});
    return table.text();
}

std::string work_table(const RunInfo& run, const std::string& headline, const std::string& total) {
    using Align = TextTable::Align;
    TextTable table({{"rank", Align::right},
                     {"integers", Align::right},
                     {headline, Align::right},
                     {"busy", Align::right},
                     {"share", Align::right}});
    double busy = 0;
    uint128 covered = 0;
    for (const campaign::RankTotals& totals : run.totals) {
        busy += totals.busy_seconds;
        covered += totals.covered;
    }
    for (std::size_t rank = 0; rank < run.totals.size(); ++rank) {
        const campaign::RankTotals& totals = run.totals[rank];
        table.add({std::to_string(rank), grouped(to_string(totals.covered)),
                   grouped(to_string(totals.headline)), duration(totals.busy_seconds),
                   fmt::format("{:.1f} %", busy > 0 ? 100 * totals.busy_seconds / busy : 0)});
    }
    table.add({"total", grouped(to_string(covered)), grouped(total), duration(busy), "100.0 %"});
    return table.text();
}

} // namespace

std::string layout_line(const RunInfo& run) {
    std::vector<std::string> hosts;
    std::vector<std::string> sets;
    std::vector<std::string> threads;
    for (const cluster::RankPlace& place : run.places) {
        hosts.push_back(place.host());
        sets.emplace_back(name(place.instructions));
        threads.push_back(std::to_string(place.threads));
    }
    const std::string per_rank = listed(threads);
    return fmt::format("{} x {} thread{} on {} ({}), {}, {}", counted(run.places.size(), "rank"),
                       per_rank, per_rank == "1" ? "" : "s", listed(hosts), listed(sets),
                       counted(run.rounds, "round"), duration(run.seconds));
}

std::string run_lines(const RunInfo& run) {
    std::string lines = "\n";
    if (!run.primes_by_pi.empty()) {
        lines +=
            fmt::format("check: pi(stop - 1) - pi(start - 1) = {}, as many primes as were met\n",
                        grouped(run.primes_by_pi));
    }
    if (!run.places.empty()) {
        lines += layout_line(run) + "\n";
    }
    if (run.jobs.size() > 1) {
        double seconds = 0;
        for (const campaign::Job& job : run.jobs) {
            seconds += job.seconds;
        }
        lines += fmt::format("recorded in {}, {} in all\n", counted(run.jobs.size(), "job"),
                             duration(seconds));
    }
    return lines;
}

std::string rank_table(const RunInfo& run, const std::string& headline, const Interval& whole,
                       const std::string& total) {
    return one_chunk_each(run) ? interval_table(run, headline, whole, total)
                               : work_table(run, headline, total);
}

} // namespace primerank::report
