#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace primerank::files {

/// The folder that a path is in, "." where it names none. Nothing is looked up.
std::string folder_of(const std::string& path);

/// What follows the last slash.
std::string name_of(const std::string& path);

constexpr int most_links = 40; ///< in a row, as many as Linux follows

/// Where a symbolic link leads; nothing where path is no link.
std::optional<std::string> link_at(const std::string& path);

/// The path behind all symbolic links in its last place, which itself is no link: of a file, or of
/// what is not there yet. A link that leads to an open file without a name stays as it is.
/// Throws std::system_error: ELOOP where links go round.
std::string target_of(const std::string& path);

/// From the root, as the process sees it; symbolic links stay.
std::string absolute(const std::string& path);

/// Whether there is anything at path that this process may find.
bool exists(const std::string& path);

enum class Kind { missing, regular, pipe, device, folder };

/// What path is, behind its links. Throws std::system_error where that cannot be seen.
Kind kind_of(const std::string& path);

/// Throws NotRegular where there is something else than a regular file; what is missing is fine.
/// role: "a journal". Throws std::system_error as kind_of() does.
void require_regular(const std::string& path, const std::string& role);

/// Makes sure that a file can be written at path, leaving what is there as it is; a pipe is not
/// opened, for that would look to its reader like all that comes. Throws std::system_error.
void require_writable(const std::string& path);

/// Bytes of the regular file at path; 0 where there is none.
std::uint64_t size_of(const std::string& path);

/// Bytes that may still be written where path is; nothing where the file system does not say.
std::optional<double> free_room(const std::string& path);

/// Removes a file; false, with errno set, where that is not possible.
bool remove(const std::string& path);

} // namespace primerank::files
