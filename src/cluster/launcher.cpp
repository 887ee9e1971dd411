#include "cluster/launcher.hpp"

#include <array>
#include <cstdlib>

namespace primerank::cluster {

Launch detect_launch() {
    constexpr std::array variables = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"};
    for (const char* variable : variables) {
        if (const char* rank = std::getenv(variable)) {
            return {.parallel = true,
                    .rank = std::atoi(rank),
                    .mpirun = std::getenv("OMPI_COMM_WORLD_RANK") != nullptr
                              && std::getenv("SLURM_STEP_ID") == nullptr};
        }
    }
    return {};
}

} // namespace primerank::cluster
