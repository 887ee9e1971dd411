#include "cluster/slurm.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>

namespace primerank::cluster {
namespace {

/// "2026-11-23T18:30:00", local time, as squeue prints it.
std::optional<std::time_t> parse_local_time(const std::string& text) {
    std::tm time{};
    if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time) == nullptr) {
        return std::nullopt;
    }
    time.tm_isdst = -1;
    return std::mktime(&time);
}

std::optional<std::time_t> ask_squeue(const std::string& job) {
    if (job.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    const std::string command = "squeue -h -j " + job + " -o %e 2>/dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 64> line{};
    if (!pipe || std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) == nullptr) {
        return std::nullopt;
    }
    return parse_local_time(line.data());
}

std::optional<std::time_t> job_end() {
    if (const char* seconds = std::getenv("SLURM_JOB_END_TIME")) {
        return static_cast<std::time_t>(std::atoll(seconds));
    }
    const char* const job = std::getenv("SLURM_JOB_ID");
    return job != nullptr ? ask_squeue(job) : std::nullopt;
}

} // namespace

std::optional<double> seconds_to_job_end() {
    static const std::optional<std::time_t> end = job_end();
    if (!end || *end <= 0) {
        return std::nullopt;
    }
    return std::difftime(*end, std::time(nullptr));
}

} // namespace primerank::cluster
