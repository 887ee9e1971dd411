#include "commands/mpi_program.hpp"

#include "cluster/launcher.hpp"
#include "commands/exit_code.hpp"

#include <array>
#include <climits>
#include <cstddef>
#include <fmt/core.h>
#include <string>
#include <unistd.h>

namespace primerank::commands {
namespace {

/// The folder of this program, or an empty string where the system does not say.
std::string own_folder() {
    std::array<char, PATH_MAX> path{};
    const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
    const std::string whole(path.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    return whole.substr(0, whole.rfind('/') + 1);
}

} // namespace

int become_mpi_program(char** arguments) {
    const std::string folder = own_folder();
    const std::array places = {folder + "primerank-mpi",
                               folder + PRIMERANK_MPI_PROGRAM_FOLDER "/primerank-mpi"};
    for (const std::string& place : places) {
        execv(place.c_str(), arguments);
    }
    if (!cluster::detect_launch().speaks()) {
        return 0;
    }
    fmt::print(stderr,
               "primerank: cannot run under mpirun or srun without its other half, "
               "'{}' or '{}'\n",
               places[0], places[1]);
    return static_cast<int>(ExitCode::path);
}

} // namespace primerank::commands
