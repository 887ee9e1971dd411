#include "files/paths.hpp"

#include "files/descriptor.hpp"
#include "files/errors.hpp"
#include "files/text.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace primerank::files {
namespace {

/// Links of /proc/self/fd lead to open files; what they say need not be a path.
bool leads_elsewhere(const std::string& link, const std::string& said) {
    struct stat opened {};
    struct stat named {};
    return ::stat(link.c_str(), &opened) == 0
           && (::stat(said.c_str(), &named) != 0 || opened.st_ino != named.st_ino
               || opened.st_dev != named.st_dev);
}

} // namespace

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::optional<std::string> link_at(const std::string& path) {
    std::string text(PATH_MAX, '\0');
    const ssize_t size = ::readlink(path.c_str(), text.data(), text.size());
    if (size <= 0) {
        return std::nullopt;
    }
    text.resize(static_cast<std::size_t>(size));
    return text.front() == '/' ? text : folder_of(path) + "/" + text;
}

std::string target_of(const std::string& path) {
    std::string target = path;
    for (int links = 0; links <= most_links; ++links) {
        const std::optional<std::string> next = link_at(target);
        if (!next || leads_elsewhere(target, *next)) {
            return target;
        }
        target = *next;
    }
    fail(ELOOP, path, "cannot be found");
}

std::string absolute(const std::string& path) {
    if (!path.empty() && path.front() == '/') {
        return path;
    }
    std::string folder(PATH_MAX, '\0');
    if (::getcwd(folder.data(), folder.size()) == nullptr) {
        fail(errno, path, "cannot be found from the root");
    }
    folder.resize(folder.find('\0'));
    return (folder == "/" ? folder : folder + "/") + path;
}

bool exists(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0;
}

Kind kind_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) {
            return Kind::missing;
        }
        fail(errno, path, "cannot be found");
    }
    if (S_ISREG(status.st_mode)) {
        return Kind::regular;
    }
    if (S_ISFIFO(status.st_mode)) {
        return Kind::pipe;
    }
    return S_ISDIR(status.st_mode) ? Kind::folder : Kind::device;
}

void require_regular(const std::string& path, const std::string& role) {
    const Kind kind = kind_of(path);
    if (kind != Kind::regular && kind != Kind::missing) {
        throw NotRegular("'" + printable(path) + "' is not a regular file, as " + role
                         + " must be");
    }
}

void require_writable(const std::string& path) {
    switch (kind_of(path)) {
    case Kind::missing: {
        const std::string target = target_of(path);
        if (!open_descriptor(target, O_WRONLY | O_CREAT | O_EXCL).open()) {
            fail_to_write(path);
        }
        remove(target);
        return;
    }
    case Kind::regular:
        if (!open_descriptor(path, O_WRONLY).open()) {
            fail_to_write(path);
        }
        return;
    case Kind::pipe:
    case Kind::device:
        if (::access(path.c_str(), W_OK) != 0) {
            fail_to_write(path);
        }
        return;
    case Kind::folder:
        fail_to_write(path, EISDIR);
    }
}

std::uint64_t size_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)
               ? static_cast<std::uint64_t>(status.st_size)
               : 0;
}

std::optional<double> free_room(const std::string& path) {
    std::string target = path;
    try {
        target = target_of(path);
    } catch (const std::system_error&) {
        return std::nullopt;
    }
    struct statvfs disk {};
    if (::statvfs(folder_of(target).c_str(), &disk) != 0) {
        return std::nullopt;
    }
    return static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
}

bool remove(const std::string& path) {
    return ::unlink(path.c_str()) == 0;
}

} // namespace primerank::files
