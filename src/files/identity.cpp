#include "files/identity.hpp"

#include "files/paths.hpp"
#include "files/text.hpp"

#include <climits>
#include <cstdlib>
#include <stdexcept>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <system_error>
#include <unistd.h>

namespace primerank::files {
namespace {

constexpr unsigned memory_devices = 1; // major number of null, zero, full

Identity identity_from(const struct stat& status) {
    Identity identity;
    identity.device = status.st_dev;
    identity.inode = status.st_ino;
    identity.sink = S_ISCHR(status.st_mode) && major(status.st_rdev) == memory_devices;
    return identity;
}

std::optional<Identity> identity_of_named(const NamedFile& file) {
    if (file.path == "-") {
        return identity_of(file.access == Access::read ? STDIN_FILENO : STDOUT_FILENO);
    }
    return identity_of(file.path);
}

/// A folder without any link, or an empty string.
std::string real_folder(const std::string& path) {
    std::string real(PATH_MAX, '\0');
    if (::realpath(path.c_str(), real.data()) == nullptr) {
        return {};
    }
    real.resize(real.find('\0'));
    return real;
}

} // namespace

std::optional<Identity> identity_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) {
        return identity_from(status);
    }
    try {
        const std::string target = target_of(path);
        if (::stat(folder_of(target).c_str(), &status) != 0) {
            return std::nullopt;
        }
        Identity identity = identity_from(status);
        identity.name = name_of(target);
        return identity;
    } catch (const std::system_error&) {
        return std::nullopt;
    }
}

std::optional<Identity> identity_of(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        return std::nullopt;
    }
    return identity_from(status);
}

bool same_file(int descriptor, const std::string& path) {
    struct stat named {};
    return ::stat(path.c_str(), &named) == 0 && identity_of(descriptor) == identity_from(named);
}

bool names_standard_output(const std::string& path) {
    if (path == "-") {
        return true;
    }
    const std::string own_descriptors = real_folder("/proc/self/fd");
    std::optional<std::string> at = path;
    for (int links = 0; at && links <= most_links; ++links) {
        if (name_of(*at) == "1" && !own_descriptors.empty()
            && real_folder(folder_of(*at)) == own_descriptors) {
            return true;
        }
        at = link_at(*at);
    }
    return false;
}

bool standard_output_is_regular() {
    struct stat status {};
    return ::fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

void require_distinct(std::span<const NamedFile> files) {
    for (auto one = files.begin(); one != files.end(); ++one) {
        for (auto other = files.begin(); other != one; ++other) {
            if (one->access == Access::read && other->access == Access::read) {
                continue;
            }
            const auto identity = identity_of_named(*one);
            if (identity && !identity->sink && identity == identity_of_named(*other)) {
                throw std::invalid_argument(other->option + " and " + one->option
                                            + " are the same file, '" + printable(one->path)
                                            + "'; each needs a file of its own");
            }
        }
    }
}

} // namespace primerank::files
