#pragma once

#include "commands/common_options.hpp"
#include "files/identity.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// Throws std::invalid_argument when two files of a command line are one, and one of them is
/// written. Standard output, where it is a regular file, is one of them. Nothing is opened.
void require_distinct_files(const std::vector<files::NamedFile>& named);

/// Makes sure before work starts that the files of the common options, and others, differ from each
/// other, that the journal is a regular file, and that --json and --csv can be written, leaving all
/// as it is. Throws std::invalid_argument, std::system_error.
void require_usable_files(const CommonOptions& options,
                          const std::vector<files::NamedFile>& others = {});

/// Makes sure that a campaign with a journal can go on in the middle of --csv later.
/// Throws std::invalid_argument.
void require_continuable_csv(const CommonOptions& options);

} // namespace primerank::commands
