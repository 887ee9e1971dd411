#pragma once

namespace primerank::commands {

/// Replaces this process, which a launcher started, by primerank-mpi with the same arguments:
/// beside the program itself, as in a build folder, or where installation puts it. Returns only
/// where it is in neither place, with the exit code, after a rank that speaks has said so.
int become_mpi_program(char** arguments);

} // namespace primerank::commands
