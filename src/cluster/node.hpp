#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace primerank::cluster {

/// The name of this host, without its domain.
std::string host_name();

/// The processor's name as the system gives it, or "unknown".
std::string processor_name();

/// Bytes of the data caches of one core, by level from 1; empty when the system does not say.
std::vector<std::size_t> cache_sizes();

/// Bytes that this process may still use on its node: free memory, or what its control group
/// leaves when that is less.
std::size_t available_memory();

} // namespace primerank::cluster
