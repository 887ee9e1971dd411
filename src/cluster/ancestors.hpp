#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::cluster {

/// Variables and their values.
using Environment = std::map<std::string, std::string, std::less<>>;

/// From "NAME=value" texts with a zero byte after each, as /proc shows them.
Environment parse_environment(std::string_view text);

/// This process' own.
Environment own_environment();

/// A process above this one, as far as this user may look at it.
struct Ancestor {
    std::string name;        ///< of its program, at most 15 bytes; empty when not to be seen
    bool uses_mpi = false;   ///< it has loaded an MPI library
    Environment environment; ///< that it was started with
};

/// The parent, its parent, and so on. proc: where the system shows its processes.
std::vector<Ancestor> ancestors(const std::string& proc, int parent);

} // namespace primerank::cluster
