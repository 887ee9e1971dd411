#pragma once

#include "report/result.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// How a command's result comes out of journals: the tallies of adjacent parts, in order and as the
/// journals hold them, and the question that they answer.
using MergeTallies = report::Result (*)(const report::Json& question,
                                        const std::vector<std::string>& tallies);

report::Result merge_counts(const report::Json& question, const std::vector<std::string>& tallies);
report::Result merge_sums(const report::Json& question, const std::vector<std::string>& tallies);

} // namespace primerank::commands
