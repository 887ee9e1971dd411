#pragma once

#include <cstddef>
#include <cstdint>
#include <sched.h>
#include <string>
#include <vector>

namespace primerank::cluster {

/// The whole name of this host, with its domain if it has one.
std::string host_name();

/// A host's name without its domain.
std::string short_name(const std::string& host);

/// The processor's name as the system gives it, or "unknown".
std::string processor_name();

/// Bytes of the data caches of one core, by level from 1; empty when the system does not say.
std::vector<std::size_t> cache_sizes();

/// Bytes that may still be used on this node: free memory, or what this process' control groups
/// leave when that is less. root: of the file system that has /proc and the groups.
std::size_t available_memory(const std::string& root = "/");

/// Bytes that this process alone may still take before its own limits (ulimit -v, ulimit -d).
std::size_t process_memory();

/// What this process may run on.
struct Processors {
    int count = 1;          ///< at least 1
    std::uint64_t mask = 0; ///< the same for two processes of a node that have the same ones
};

/// As sched_getaffinity.
using AffinityCall = int (*)(pid_t process, std::size_t bytes, cpu_set_t* mask);

/// Of however many processors the node has.
Processors allowed_processors(AffinityCall affinity = sched_getaffinity);

} // namespace primerank::cluster
