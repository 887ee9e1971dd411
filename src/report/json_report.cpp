#include "report/json_report.hpp"

#include "campaign/stop.hpp"
#include "files/output_file.hpp"
#include "report/run_info.hpp"
#include "report/version.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <fmt/core.h>

namespace primerank::report {
namespace {

Json job_list(const RunInfo& run) {
    Json jobs = Json::array();
    for (const campaign::Job& job : run.jobs) {
        jobs.push_back({{"start", to_string(job.interval.start)},
                        {"stop", to_string(job.interval.stop)},
                        {"seconds", job.seconds},
                        {"ranks", job.ranks},
                        {"threads", job.threads},
                        {"hosts", job.hosts},
                        {"started", job.started}});
    }
    return jobs;
}

/// How busy a rank was in each span of the run.
Json busy_percent(const campaign::LoadHistory& load, std::size_t rank) {
    Json percent = Json::array();
    for (const double busy : load.busy_seconds(rank)) {
        percent.push_back(std::lround(100 * busy / load.span_seconds()));
    }
    return percent;
}

Json rank_list(std::string_view headline, const RunInfo& run) {
    Json ranks = Json::array();
    for (std::size_t rank = 0; rank < run.places.size(); ++rank) {
        const cluster::RankPlace& place = run.places[rank];
        Json entry = {{"rank", rank},
                      {"host", place.host()},
                      {"threads", place.threads},
                      {"instruction_set", name(place.instructions)}};
        if (rank < run.totals.size()) {
            const campaign::RankTotals& totals = run.totals[rank];
            entry["chunks"] = totals.chunk_count;
            entry["integers"] = to_string(totals.covered);
            entry[std::string(headline)] = to_string(totals.headline);
            entry["busy_seconds"] = totals.busy_seconds;
            entry["busy_percent"] = busy_percent(run.load, rank);
        }
        ranks.push_back(std::move(entry));
    }
    return ranks;
}

/// Of a list of nothing but numbers that begins here, else 0. Within a string no line ends.
std::size_t length_of_numbers(const std::string& indented, std::size_t at) {
    if (indented.compare(at, 2, "[\n") != 0) {
        return 0;
    }
    const std::size_t end = indented.find_first_not_of("0123456789+-.e, \n", at + 1);
    return end != std::string::npos && indented[end] == ']' ? end + 1 - at : 0;
}

} // namespace

std::string utc(std::time_t time) {
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Json document(std::string_view command, const Json& question, const Json& result,
              std::string_view headline, const RunInfo& run) {
    std::vector<std::string> hosts;
    int threads = 0;
    for (const cluster::RankPlace& place : run.places) {
        if (std::find(hosts.begin(), hosts.end(), place.host()) == hosts.end()) {
            hosts.push_back(place.host());
        }
        threads += place.threads;
    }
    Json document = {{"program", "primerank"},
                     {"command", command},
                     {"status", run.complete ? "done" : "stopped"},
                     {"question", question},
                     {"result", result},
                     {"started", utc(run.started)},
                     {"seconds", run.seconds},
                     {"rounds", run.rounds},
                     {"layout",
                      {{"ranks", run.places.size()},
                       {"threads", threads},
                       {"hosts", hosts},
                       {"span_seconds", run.load.span_seconds()},
                       {"per_rank", rank_list(headline, run)}}},
                     {"jobs", job_list(run)},
                     {"versions",
                      {{"primerank", version()},
                       {"source", source_version()},
                       {"compiler", compiler()},
                       {"mpi", run.mpi.empty() ? Json() : Json(run.mpi)}}}};
    if (!run.primes_by_pi.empty()) {
        document["check"] = {{"by", "pi"}, {"primes", run.primes_by_pi}};
    }
    return document;
}

std::string text(const Json& document) {
    const std::string indented = document.dump(2);
    std::string text;
    for (std::size_t at = 0; at < indented.size();) {
        const std::size_t list = length_of_numbers(indented, at);
        if (list == 0) {
            text += indented[at++];
            continue;
        }
        for (const char c : indented.substr(at, list)) {
            if (c != ' ' && c != '\n') {
                text += c;
                text += c == ',' ? " " : "";
            }
        }
        at += list;
    }
    return text;
}

void write_json(const std::string& path, const Json& document) {
    files::OutputFile file(path, campaign::stop_requested);
    file.write(text(document) + "\n");
    file.close();
}

} // namespace primerank::report
