#include "cluster/launcher.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace primerank::cluster;

namespace {

const char* const launcher_variables[] = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK",
                                          "SLURM_STEP_ID", "SLURM_PROCID"};

void clear_environment() {
    for (const char* variable : launcher_variables) {
        unsetenv(variable);
    }
}

} // namespace

TEST_CASE("The environment says who started us", "[launcher]") {
    clear_environment();
    CHECK_FALSE(detect_launch().parallel);
    CHECK(detect_launch().rank == 0);

    setenv("SLURM_PROCID", "0", 1); // set in a batch script too, where nothing runs in parallel
    CHECK_FALSE(detect_launch().parallel);

    setenv("PMIX_RANK", "3", 1);
    setenv("SLURM_STEP_ID", "0", 1);
    CHECK(detect_launch().parallel);
    CHECK(detect_launch().rank == 3);
    CHECK_FALSE(detect_launch().mpirun);
    clear_environment();

    setenv("OMPI_COMM_WORLD_RANK", "5", 1);
    CHECK(detect_launch().parallel);
    CHECK(detect_launch().rank == 5);
    CHECK(detect_launch().mpirun);
    clear_environment();
}
