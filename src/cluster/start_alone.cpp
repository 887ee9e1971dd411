#include "cluster/serial_ranks.hpp"
#include "cluster/start.hpp"

namespace primerank::cluster {

bool knows_mpi() {
    return false;
}

std::unique_ptr<Ranks> start_ranks(Threading /*threading*/) {
    return std::make_unique<SerialRanks>();
}

} // namespace primerank::cluster
