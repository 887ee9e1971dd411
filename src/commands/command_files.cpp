#include "commands/command_files.hpp"

#include "files/paths.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace primerank::commands {
namespace {

using files::Access;
using files::NamedFile;

bool goes_to_standard_output(const NamedFile& file) {
    return file.access == Access::write && files::names_standard_output(file.path);
}

} // namespace

void require_distinct_files(const std::vector<NamedFile>& named) {
    std::vector<NamedFile> all;
    std::copy_if(named.begin(), named.end(), std::back_inserter(all),
                 [](const NamedFile& file) { return !file.path.empty(); });
    // What a command prints goes there too; what is meant to go there is in order with that.
    if (files::standard_output_is_regular()
        && std::none_of(all.begin(), all.end(), goes_to_standard_output)) {
        all.push_back({"standard output", "-", Access::write});
    }
    files::require_distinct(all);
}

void require_usable_files(const CommonOptions& options, const std::vector<NamedFile>& others) {
    std::vector<NamedFile> all = {{"--journal", options.journal, Access::write},
                                  {"--json", options.json, Access::write},
                                  {"--csv", options.csv, Access::write}};
    all.insert(all.end(), others.begin(), others.end());
    if (!options.journal.empty()) {
        if (files::names_standard_output(options.journal)) {
            throw std::invalid_argument("--journal cannot be standard output: it is read again");
        }
        files::require_regular(options.journal, "a journal");
    }
    require_distinct_files(all);
    for (const std::string& path : {options.json, options.csv}) {
        if (!path.empty() && !files::names_standard_output(path)) {
            files::require_writable(path);
        }
    }
}

void require_continuable_csv(const CommonOptions& options) {
    if (options.journal.empty() || options.csv.empty()) {
        return;
    }
    if (files::names_standard_output(options.csv)) {
        throw std::invalid_argument("--csv with --journal cannot be standard output: it is "
                                    "continued where the journal is");
    }
    files::require_regular(options.csv, "a table that is continued");
}

} // namespace primerank::commands
