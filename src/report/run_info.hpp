#pragma once

#include "campaign/job.hpp"
#include "campaign/load_history.hpp"
#include "campaign/observer.hpp"
#include "cluster/placement.hpp"

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

namespace primerank::report {

/// How a campaign was run: what a published number must say beside the result.
struct RunInfo {
    std::vector<cluster::RankPlace> places;
    std::vector<campaign::RankTotals> totals; ///< a rank each, in the same order
    campaign::LoadHistory load;
    std::uint64_t rounds = 0;
    double seconds = 0;
    std::time_t started = 0;
    std::string mpi; ///< the library and its version, or empty without MPI
    bool complete = true;
    std::string primes_by_pi; ///< as many primes as pi says there are; empty when it was not asked
    std::vector<campaign::Job> jobs; ///< all that the journal knows, this one included
};

/// "4 ranks x 2 threads on n1, n2 (avx512), 12 rounds, 3.14 s"
std::string layout_line(const RunInfo& run);

/// How it was run, in the last lines of a report: the layout, and for campaigns of several jobs
/// "recorded in 3 jobs, 4 h 10 min in all".
std::string run_lines(const RunInfo& run);

/// Who did what in this run; nothing when a journal already had all. Campaigns of one round show
/// every rank's interval; longer ones integers covered, busy seconds and share of the busy time.
/// headline names what the totals' headline counts. The last line is the total over `whole`;
/// `total` is its headline in digits.
std::string rank_table(const RunInfo& run, const std::string& headline, const Interval& whole,
                       const std::string& total);

} // namespace primerank::report
