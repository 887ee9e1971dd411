#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace primerank::cluster {

/// What the control groups that this process is in, and all above them, leave to it.
struct GroupLimits {
    std::size_t memory = std::numeric_limits<std::size_t>::max(); ///< bytes still to be had
    int processors = std::numeric_limits<int>::max(); ///< whole ones' worth of time; at least 1
    std::uint64_t processors_group = 0; ///< of all groups on a node, the one that says so
};

/// Reads groups of version 2 and 1 and of both at once, wherever they are mounted. Pages of files
/// that the kernel would give up count as free. root: of the file system that has /proc and the
/// groups.
GroupLimits group_limits(const std::string& root = "/");

} // namespace primerank::cluster
