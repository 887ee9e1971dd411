// The main of tests that run under mpirun. Every rank runs every test; the ranks agree on the
// verdict, rank 0 prints its report, and ranks that failed print theirs after it, one by one.
// A rank that throws out of a collective would leave the others waiting: tests compare with CHECK,
// which goes on, and mpirun's --timeout ends a deadlock.
#define CATCH_CONFIG_RUNNER
#include "world.hpp"

#include "cluster/mpi_ranks.hpp"

#include "catch.hpp"

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#endif

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace primerank::cluster {

Ranks& world() {
    static const std::unique_ptr<Ranks> ranks = start_mpi_ranks(Threading::one);
    return *ranks;
}

} // namespace primerank::cluster

namespace {

/// What a rank's tests write to standard output.
class Report {
  public:
    Report() : standard_output_(std::cout.rdbuf(text_.rdbuf())) {}
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    ~Report() { std::cout.rdbuf(standard_output_); }

    [[nodiscard]] std::string text() const { return text_.str(); }

  private:
    std::ostringstream text_;
    std::streambuf* standard_output_;
};

struct Outcome {
    int failed;
    std::string report;
};

Outcome run_tests(int argc, char** argv) {
    const Report report;
    const int failed = Catch::Session().run(argc, argv) == 0 ? 0 : 1;
    return {failed, report.text()};
}

} // namespace

int main(int argc, char** argv) {
    auto& world = primerank::cluster::world();
    const Outcome mine = run_tests(argc, argv);
    const std::vector<std::string> reports = world.gather_texts(mine.report);
    const std::vector<int> verdicts = world.gather(mine.failed);
    const bool any_failed = std::count(verdicts.begin(), verdicts.end(), 0)
                            != static_cast<std::ptrdiff_t>(verdicts.size());
    for (std::size_t rank = 0; rank < reports.size(); ++rank) {
        if (rank == 0 || verdicts[rank] != 0) {
            std::cout << "rank " << rank << " of " << reports.size() << ":\n" << reports[rank];
        }
    }
    std::cout.flush();
    return world.rank() == 0 && any_failed ? 1 : 0;
}
