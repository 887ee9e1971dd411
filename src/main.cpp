#include "cluster/launcher.hpp"
#include "cluster/start.hpp"
#include "commands/application.hpp"
#include "commands/mpi_program.hpp"
#include "files/process.hpp"

int main(int argc, char** argv) {
    using namespace primerank;
    files::prepare_process();
    if (cluster::detect_launch().parallel && !cluster::knows_mpi()) {
        return commands::become_mpi_program(argv);
    }
    return commands::run_application(argc, argv);
}
