#include "report/json_report.hpp"

#include "report/version.hpp"

#include <cerrno>
#include <ctime>
#include <fmt/chrono.h>
#include <fstream>
#include <system_error>

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
        }
        ranks.push_back(std::move(entry));
    }
    return ranks;
}

} // namespace

std::string utc(std::chrono::system_clock::time_point time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

Json document(std::string_view command, const Json& question, const Json& result,
              std::string_view headline, const RunInfo& run) {
    Json hosts = Json::array();
    int threads = 0;
    for (const cluster::RankPlace& place : run.places) {
        if (std::find(hosts.begin(), hosts.end(), place.host()) == hosts.end()) {
            hosts.push_back(place.host());
        }
        threads += place.threads;
    }
    return {{"program", "primerank"},
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
              {"per_rank", rank_list(headline, run)}}},
            {"jobs", job_list(run)},
            {"versions",
             {{"primerank", version()},
              {"source", source_version()},
              {"compiler", compiler()},
              {"mpi", run.mpi.empty() ? Json() : Json(run.mpi)}}}};
}

void write_json(const std::string& path, const Json& document) {
    std::ofstream file(path, std::ios::trunc);
    file << document.dump(2) << '\n';
    file.close();
    if (!file) {
        throw std::system_error(errno, std::generic_category(), "'" + path + "' cannot be written");
    }
}

} // namespace primerank::report
