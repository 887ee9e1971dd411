#pragma once

#include <string>

namespace primerank::files {

/// All that was written to an open file is on the disk. Nothing happens where there is no disk, as
/// behind pipes, terminals and /dev/null. False, with errno set, when the disk could not take it.
[[nodiscard]] bool sync_file(int descriptor);

/// The same for the contents of a folder: that a file is in it, and under which name.
[[nodiscard]] bool sync_folder(const std::string& folder);

} // namespace primerank::files
