#include "cluster/mpi_ranks.hpp"
#include "cluster/start.hpp"

namespace primerank::cluster {

bool knows_mpi() {
    return true;
}

std::unique_ptr<Ranks> start_ranks(Threading threading) {
    return start_mpi_ranks(threading);
}

} // namespace primerank::cluster
