#pragma once

#include <optional>
#include <span>
#include <string>
#include <sys/types.h>

namespace primerank::files {

enum class Access { read, write };

/// A file of a command line: the option that names it, such as "--csv", and how it is used. "-" is
/// standard input or output.
struct NamedFile {
    std::string option;
    std::string path;
    Access access = Access::write;
};

/// What tells a file from all others, whatever path, link or mount leads to it. A file that is not
/// there yet is known by its folder and its name.
struct Identity {
    dev_t device = 0;
    ino_t inode = 0;   ///< of the file, or of its folder
    std::string name;  ///< in that folder; empty for a file that is there
    bool sink = false; ///< such as /dev/null: what is written there is gone, and nothing harmed

    friend bool operator==(const Identity& left, const Identity& right) {
        return left.device == right.device && left.inode == right.inode && left.name == right.name;
    }
};

/// Nothing where there is not even a folder, and where links go round.
std::optional<Identity> identity_of(const std::string& path);

/// Of an open file.
std::optional<Identity> identity_of(int descriptor);

/// Whether path is the file that is open there.
bool same_file(int descriptor, const std::string& path);

/// Whether path is another name for this process' standard output: "-", "/dev/stdout" and links to
/// it.
bool names_standard_output(const std::string& path);

/// Whether standard output is a file on a disk, rather than a pipe, a terminal or closed.
bool standard_output_is_regular();

/// Throws std::invalid_argument, a sentence that names both options and the path, when of two that
/// are the same file one is written. Devices like /dev/null may be shared.
void require_distinct(std::span<const NamedFile> files);

} // namespace primerank::files
