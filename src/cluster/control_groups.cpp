#include "cluster/control_groups.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace primerank::cluster {
namespace {

namespace fs = std::filesystem;

/// A hierarchy of groups, as far as this process sees it.
struct Hierarchy {
    bool version_2 = false;
    std::string controllers; ///< "cpu,cpuacct", of version 1
    fs::path root;           ///< the group that is mounted
    fs::path point;          ///< where
};

/// Whether one of the words between commas is this one.
bool has_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const std::size_t comma = words.find(',');
        if (words.substr(0, comma) == word) {
            return true;
        }
        words.remove_prefix(comma == std::string_view::npos ? words.size() : comma + 1);
    }
    return false;
}

/// mountinfo writes a space in a path as \040.
std::string unescaped(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain += static_cast<char>(std::stoi(text.substr(i + 1, 3), nullptr, 8));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::optional<Hierarchy> hierarchy_of(const std::string& mount_line) {
    const std::size_t dash = mount_line.find(" - ");
    if (dash == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream place(mount_line.substr(0, dash));
    std::istringstream kind(mount_line.substr(dash + 3));
    std::string skipped;
    std::string root;
    std::string point;
    std::string type;
    Hierarchy hierarchy;
    place >> skipped >> skipped >> skipped >> root >> point;
    kind >> type >> skipped >> hierarchy.controllers;
    if (type != "cgroup" && type != "cgroup2") {
        return std::nullopt;
    }
    hierarchy.version_2 = type == "cgroup2";
    hierarchy.root = unescaped(root);
    hierarchy.point = unescaped(point);
    return hierarchy;
}

std::vector<Hierarchy> hierarchies(const fs::path& root) {
    std::vector<Hierarchy> found;
    std::ifstream mounts(root / "proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        if (auto hierarchy = hierarchy_of(line)) {
            found.push_back(std::move(*hierarchy));
        }
    }
    return found;
}

/// The group of this process in a hierarchy, from lines "4:memory:/path" and "0::/path".
fs::path own_group(const fs::path& root, const Hierarchy& hierarchy, std::string_view controller) {
    std::ifstream groups(root / "proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string controllers = line.substr(first + 1, second - first - 1);
        if (hierarchy.version_2 ? controllers.empty() : has_word(controllers, controller)) {
            return line.substr(second + 1);
        }
    }
    return "/";
}

/// Folders of this process' group and of all above it that are mounted.
std::vector<fs::path> levels(const fs::path& root, const Hierarchy& hierarchy,
                             std::string_view controller) {
    const fs::path top = root / hierarchy.point.relative_path();
    const fs::path inner =
        own_group(root, hierarchy, controller).lexically_relative(hierarchy.root);
    std::vector<fs::path> folders = {top};
    for (const fs::path& part : inner) {
        if (part == "..") { // in a name space that does not see its own group
            return {top};
        }
        if (part != "." && !part.empty()) {
            folders.push_back(folders.back() / part);
        }
    }
    return folders;
}

/// A number in a file that has just that; nothing where it says "max", or is not there.
std::optional<std::uint64_t> number_in(const fs::path& path) {
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? std::optional(value) : std::nullopt;
}

/// The number behind a key, in a file of lines "key number"; else 0.
std::uint64_t number_behind(std::string_view key, const fs::path& path) {
    std::ifstream file(path);
    std::string word;
    for (std::uint64_t value = 0; file >> word >> value;) {
        if (word == key) {
            return value;
        }
    }
    return 0;
}

void limit_memory(GroupLimits& limits, const fs::path& folder, bool version_2) {
    const auto files =
        version_2 ? std::vector{"memory.max", "memory.high"} : std::vector{"memory.limit_in_bytes"};
    std::optional<std::uint64_t> limit;
    for (const char* file : files) {
        if (const auto bytes = number_in(folder / file)) {
            limit = std::min(*bytes, limit.value_or(*bytes));
        }
    }
    if (!limit) {
        return;
    }
    const std::uint64_t used =
        number_in(folder / (version_2 ? "memory.current" : "memory.usage_in_bytes")).value_or(0);
    const std::uint64_t pages_of_files =
        number_behind(version_2 ? "inactive_file" : "total_inactive_file", folder / "memory.stat");
    const std::uint64_t held = used - std::min(used, pages_of_files);
    limits.memory = std::min<std::size_t>(limits.memory, *limit - std::min(*limit, held));
}

void limit_processors(GroupLimits& limits, const fs::path& folder, bool version_2) {
    std::optional<std::uint64_t> quota;
    std::optional<std::uint64_t> period;
    if (version_2) {
        std::ifstream file(folder / "cpu.max");
        std::uint64_t microseconds = 0;
        std::uint64_t of = 0;
        if (file >> microseconds >> of) {
            quota = microseconds;
            period = of;
        }
    } else if (std::int64_t microseconds = -1;
               std::ifstream(folder / "cpu.cfs_quota_us") >> microseconds && microseconds >= 0) {
        quota = static_cast<std::uint64_t>(microseconds);
        period = number_in(folder / "cpu.cfs_period_us");
    }
    if (!quota || period.value_or(0) == 0) {
        return;
    }
    constexpr std::uint64_t most = std::numeric_limits<int>::max();
    const auto processors = static_cast<int>(std::clamp<std::uint64_t>(*quota / *period, 1, most));
    struct stat status {};
    if (processors < limits.processors && ::stat(folder.c_str(), &status) == 0) {
        limits.processors = processors;
        limits.processors_group =
            static_cast<std::uint64_t>(status.st_dev) << 48U ^ std::uint64_t{status.st_ino};
    }
}

} // namespace

GroupLimits group_limits(const std::string& root) {
    GroupLimits limits;
    for (const Hierarchy& hierarchy : hierarchies(root)) {
        const bool version_2 = hierarchy.version_2;
        if (version_2 || has_word(hierarchy.controllers, "memory")) {
            for (const fs::path& folder : levels(root, hierarchy, "memory")) {
                limit_memory(limits, folder, version_2);
            }
        }
        if (version_2 || has_word(hierarchy.controllers, "cpu")) {
            for (const fs::path& folder : levels(root, hierarchy, "cpu")) {
                limit_processors(limits, folder, version_2);
            }
        }
    }
    return limits;
}

} // namespace primerank::cluster
