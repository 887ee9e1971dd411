#include "cluster/node.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace primerank::cluster {
namespace {

std::optional<std::string> first_line(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    if (std::getline(file, line)) {
        return line;
    }
    return std::nullopt;
}

/// The text behind "key :" or "key:" in a file of such lines.
std::optional<std::string> value_of(const char* path, std::string_view key) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (std::string_view(line).substr(0, key.size()) == key) {
            const std::size_t colon = line.find(':');
            const std::size_t begin =
                colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
            if (begin != std::string::npos) {
                return line.substr(begin);
            }
        }
    }
    return std::nullopt;
}

/// A count of bytes from a file, or "no limit" where it says "max" or does not exist.
std::size_t bytes_in(const std::filesystem::path& path) {
    const auto line = first_line(path);
    if (!line || line->empty() || line->find_first_not_of("0123456789") != std::string::npos) {
        return std::numeric_limits<std::size_t>::max();
    }
    return std::stoull(*line);
}

} // namespace

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) {
        return "unknown";
    }
    const std::string full(name.data());
    return full.substr(0, full.find('.'));
}

std::string processor_name() {
    return value_of("/proc/cpuinfo", "model name").value_or("unknown");
}

std::vector<std::size_t> cache_sizes() {
    std::vector<std::size_t> sizes;
    for (const int name : {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE}) {
        const long size = sysconf(name);
        if (size <= 0) {
            break;
        }
        sizes.push_back(static_cast<std::size_t>(size));
    }
    return sizes;
}

std::size_t available_memory() {
    std::size_t available = std::numeric_limits<std::size_t>::max();
    if (const auto free = value_of("/proc/meminfo", "MemAvailable")) {
        available = std::stoull(*free) * 1024; // the file counts in kB
    }
    if (const auto group = value_of("/proc/self/cgroup", "0:")) { // "0::/path", control groups v2
        const std::filesystem::path folder =
            "/sys/fs/cgroup"
            + group->substr(group->find('/') == std::string::npos ? group->size()
                                                                  : group->find('/'));
        const std::size_t limit = bytes_in(folder / "memory.max");
        const std::size_t used = bytes_in(folder / "memory.current");
        if (limit != std::numeric_limits<std::size_t>::max() && used <= limit) {
            available = std::min(available, limit - used);
        }
    }
    return available;
}

} // namespace primerank::cluster
