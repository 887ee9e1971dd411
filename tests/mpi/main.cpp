// The main of tests that run under mpirun. Every rank runs every test; the ranks agree on the
// verdict, rank 0 prints its report, and ranks that failed print theirs after it, one by one.
// A rank that throws out of a collective would leave the others waiting: tests compare with CHECK,
// which goes on, and mpirun's --timeout ends a deadlock.
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_NOSTDOUT
#include "world.hpp"

#include "cluster/mpi_ranks.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::stringstream report;
std::ostream discard(nullptr);

} // namespace

namespace Catch {
std::ostream& cout() {
    return report;
}
std::ostream& cerr() {
    return report;
}
std::ostream& clog() {
    return discard;
}
} // namespace Catch

namespace primerank::cluster {

Ranks& world() {
    static const std::unique_ptr<Ranks> ranks = start_mpi_ranks(Threading::one);
    return *ranks;
}

} // namespace primerank::cluster

int main(int argc, char** argv) {
    auto& world = primerank::cluster::world();
    const int failed = Catch::Session().run(argc, argv) == 0 ? 0 : 1;
    const std::vector<std::string> reports = world.gather_texts(report.str());
    const std::vector<int> verdicts = world.gather(failed);
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
