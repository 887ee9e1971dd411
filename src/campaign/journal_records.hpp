#pragma once

#include "json/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::campaign {

/// CRC-64/XZ in 16 hex digits: every damage of up to 64 bits in a row is found, any other with
/// chance 1 - 2^-64.
std::string checksum(std::string_view text);

/// The line of a journal that stands for a record, newline included.
std::string journal_line(const Json& record);

/// The records of a journal's whole lines, each verified. truncated_bytes is set to the length of
/// what follows the last newline: 0, or what a crash left of one more record.
/// Throws JournalRefused, "line N ...".
std::vector<Json> verified_records(const std::string& text, std::size_t& truncated_bytes);

} // namespace primerank::campaign
