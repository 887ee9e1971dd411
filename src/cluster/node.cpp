#include "cluster/node.hpp"

#include "cluster/control_groups.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <optional>
#include <sched.h>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

namespace primerank::cluster {
namespace {

/// The text behind "key :" or "key:" in a file of such lines.
std::optional<std::string> value_of(const std::filesystem::path& path, std::string_view key) {
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

/// What a limit of this process leaves beside so many pages.
std::size_t left_of(decltype(RLIMIT_AS) limit, std::size_t pages) {
    rlimit limits{};
    if (getrlimit(limit, &limits) != 0 || limits.rlim_cur == RLIM_INFINITY) {
        return std::numeric_limits<std::size_t>::max();
    }
    const std::size_t used = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return limits.rlim_cur - std::min<std::size_t>(limits.rlim_cur, used);
}

} // namespace

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) {
        return "unknown";
    }
    return name.data();
}

std::string short_name(const std::string& host) {
    return host.substr(0, host.find('.'));
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

std::size_t available_memory(const std::string& root) {
    std::size_t available = std::numeric_limits<std::size_t>::max();
    if (const auto free = value_of(std::filesystem::path(root) / "proc/meminfo", "MemAvailable")) {
        available = std::stoull(*free) * 1024; // the file counts in kB
    }
    return std::min(available, group_limits(root).memory);
}

std::size_t process_memory() {
    std::ifstream sizes("/proc/self/statm"); // in pages
    std::array<std::size_t, 6> pages{};
    for (std::size_t& count : pages) {
        sizes >> count;
    }
    return std::min(left_of(RLIMIT_AS, pages[0]), left_of(RLIMIT_DATA, pages[5]));
}

Processors allowed_processors(AffinityCall affinity) {
    // The kernel refuses a mask that is smaller than its own.
    constexpr std::size_t most = std::size_t{1} << 20;
    for (std::size_t processors = CPU_SETSIZE; processors <= most; processors *= 2) {
        std::vector<cpu_set_t> mask(CPU_ALLOC_SIZE(processors) / sizeof(cpu_set_t));
        const std::size_t size = mask.size() * sizeof(cpu_set_t);
        if (affinity(0, size, mask.data()) == 0) {
            const std::string_view bytes(reinterpret_cast<const char*>(mask.data()), size);
            return {std::max(1, CPU_COUNT_S(size, mask.data())),
                    std::hash<std::string_view>{}(bytes)};
        }
        if (errno != EINVAL) {
            break;
        }
    }
    return {};
}

} // namespace primerank::cluster
