#pragma once

#include "json/json.hpp"

#include <ctime>
#include <string>
#include <string_view>

namespace primerank::report {

struct RunInfo;

/// One document that says what was asked, what came out, and how it was run. question and result
/// are the command's; result is the same at every layout. Integers that can pass 2^53 are strings.
Json document(std::string_view command, const Json& question, const Json& result,
              std::string_view headline, const RunInfo& run);

/// "2026-11-23T18:30:00Z"
std::string utc(std::time_t time);

/// Indented by two, with lists of numbers on one line.
std::string text(const Json& document);

/// Writes a document to a file, or with "-" to standard output. Throws std::system_error when it
/// cannot.
void write_json(const std::string& path, const Json& document);

} // namespace primerank::report
