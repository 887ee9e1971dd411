#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/mpi_program.hpp"
#include "files/process.hpp"

int main(int argc, char** argv) {
    primerank::files::prepare_process();
    if (primerank::cluster::detect_launch().parallel) {
        return primerank::commands::become_mpi_program(argv);
    }
    return primerank::commands::run_application(argc, argv);
}
