#pragma once

#include "files/descriptor.hpp"

#include <string>
#include <string_view>

namespace primerank::files {

/// A file written beside another, under a name that nobody else has, to take its name at once: at
/// no moment is there less than one whole file. Where path is a symbolic link, the link stays and
/// its target is replaced. Removed again unless committed.
class Replacement {
  public:
    /// Makes an empty file, with mode and owner of the one that is there as far as may be.
    /// Throws std::system_error.
    explicit Replacement(const std::string& path);
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;
    ~Replacement();

    /// Open for reading, and for writing at its end.
    [[nodiscard]] int descriptor() const { return file_.get(); }

    /// Throws std::system_error.
    void write(std::string_view bytes);

    /// Returns the open file when it has the name and both are on the disk.
    /// Throws std::system_error; the old file stands, unless only its folder could not be synced.
    Descriptor commit();

  private:
    std::string path_; ///< as given, for messages
    std::string target_;
    std::string beside_;
    Descriptor file_;
};

/// All that stands behind path is bytes, or what it was before. Throws std::system_error.
void replace_file(const std::string& path, std::string_view bytes);

} // namespace primerank::files
