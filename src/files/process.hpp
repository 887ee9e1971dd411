#pragma once

namespace primerank::files {

/// Every main() begins with this: descriptors 0 to 2 are taken, and a pipe without reader or a file
/// beyond its limit is an error of the call that writes, not the end of the process.
void prepare_process();

/// Where one of descriptors 0 to 2 is closed, something is put there, so that no file of ours is
/// opened as standard output. Reading the first or writing the second still fails, with EBADF.
void reserve_standard_descriptors();

} // namespace primerank::files
