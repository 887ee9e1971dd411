#include "campaign/journal_records.hpp"

#include "campaign/journal.hpp"

#include <boost/crc.hpp>
#include <cinttypes>
#include <cstdio>
#include <string_view>

namespace primerank::campaign {
namespace {

constexpr std::size_t checksum_digits = 16;

Json verified(std::string_view line, std::size_t number) {
    const auto damaged = [number](const char* how) {
        return JournalRefused("line " + std::to_string(number) + " " + how);
    };
    if (line.size() <= checksum_digits || line[checksum_digits] != ' ') {
        throw damaged("is not a record");
    }
    const std::string_view body = line.substr(checksum_digits + 1);
    if (line.substr(0, checksum_digits) != checksum(body)) {
        throw damaged("does not match its checksum");
    }
    try {
        Json record = Json::parse(body);
        if (record.is_object()) {
            return record;
        }
    } catch (const JsonError&) { // the sentence below says it better
    }
    throw damaged("is not a record");
}

} // namespace

std::string checksum(std::string_view text) {
    boost::crc_optimal<64, 0x42F0E1EBA9EA3693, ~0ULL, ~0ULL, true, true> crc;
    crc.process_bytes(text.data(), text.size());
    std::string digits(checksum_digits + 1, '\0');
    std::snprintf(digits.data(), digits.size(), "%016" PRIx64, std::uint64_t{crc.checksum()});
    digits.pop_back();
    return digits;
}

std::string journal_line(const Json& record) {
    const std::string body = record.dump();
    return checksum(body) + " " + body + "\n";
}

std::vector<Json> verified_records(const std::string& text, std::size_t& truncated_bytes) {
    std::vector<Json> records;
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', begin)) {
        records.push_back(
            verified(std::string_view(text).substr(begin, end - begin), records.size() + 1));
        begin = end + 1;
    }
    truncated_bytes = text.size() - begin;
    return records;
}

} // namespace primerank::campaign
