#include "list/compact_file.hpp"

#include "files/text.hpp"
#include "list/little_endian.hpp"
#include "numbers/origin.hpp"
#include "json/json.hpp"

#include <algorithm>
#include <array>
#include <boost/crc.hpp>

namespace primerank::list {
namespace {

constexpr std::uint32_t header_magic = 0x184D2A50;
constexpr std::size_t json_offset = 8;
constexpr std::uint32_t json_size = FileHeader::size - json_offset;

uint128 number_in(const Json& json, const char* key) {
    return parse_uint128(json.at(key).get<std::string>());
}

std::uint64_t u64_in(const Json& json, const char* key) {
    const uint128 value = number_in(json, key);
    if (value >= two_to_the_64) {
        throw DamagedList(std::string(key) + " is beyond 2^64");
    }
    return static_cast<std::uint64_t>(value);
}

bool can_be_listed(const FileHeader& header) {
    const auto& [start, stop] = header.interval;
    const bool counted = header.origin % origin_grain == 0 && header.origin <= start
                         && stop - header.origin <= two_to_the_64;
    return start <= stop && counted && stop <= proven_limit && header.question_stop <= proven_limit;
}

FileHeader header_from(const Json& json) {
    if (json.at("primerank_list").get<int>() > FileHeader::format) {
        throw DamagedList("its format is newer than this primerank reads");
    }
    FileHeader header;
    header.interval = {number_in(json, "start"), number_in(json, "stop")};
    header.question_stop = header.interval.stop;
    if (json.contains("pattern")) {
        header.pattern = json.at("pattern").get<std::string>();
        header.question_stop = number_in(json, "question_stop");
    }
    if (json.contains("origin")) {
        header.origin = number_in(json, "origin");
    }
    header.level = json.at("zstd").get<int>();
    if (json.contains("count")) {
        header.totals = ListTally{u64_in(json, "count"), u64_in(json, "bytes"), u64_in(json, "sum"),
                                  u64_in(json, "last")};
    }
    if (!can_be_listed(header)) {
        throw DamagedList("its interval cannot be right");
    }
    return header;
}

Json json_of(const FileHeader& header) {
    Json json = {{"primerank_list", FileHeader::format},
                 {"start", to_string(header.interval.start)},
                 {"stop", to_string(header.interval.stop)}};
    if (!header.pattern.empty()) {
        json["pattern"] = header.pattern;
        json["question_stop"] = to_string(header.question_stop);
    }
    if (header.origin != 0) {
        json["origin"] = to_string(header.origin);
    }
    json["zstd"] = header.level;
    if (header.totals) {
        json["count"] = std::to_string(header.totals->count);
        json["sum"] = std::to_string(header.totals->sum);
        json["last"] = std::to_string(header.totals->last);
        json["bytes"] = std::to_string(header.totals->bytes);
    }
    return json;
}

std::string framed(const Json& json) {
    std::string text(json_offset, '\0');
    auto* const head = reinterpret_cast<std::uint8_t*>(text.data());
    store(store(head, header_magic), json_size);
    text += json.dump();
    text.resize(FileHeader::size - 1, ' '); // a pattern takes 800 bytes at most
    return text + '\n';
}

} // namespace

std::string FileHeader::bytes() const {
    Json json = json_of(*this);
    boost::crc_32_type crc;
    const std::string checked = json.dump();
    crc.process_bytes(checked.data(), checked.size());
    json["check"] = std::uint32_t{crc.checksum()};
    return framed(json);
}

FileHeader FileHeader::parse(const std::string& bytes) {
    const auto* const head = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (bytes.size() < size || load<std::uint32_t>(head) != header_magic
        || load<std::uint32_t>(head + 4) != json_size) {
        throw DamagedList("it does not begin like one");
    }
    try {
        FileHeader header = header_from(Json::parse(bytes.substr(json_offset, json_size)));
        const std::string found = bytes.substr(0, size);
        // What is written anew from what was read has the same bytes, the check among them.
        if (found != header.bytes() && found != framed(json_of(header))) {
            throw DamagedList("its header is damaged");
        }
        return header;
    } catch (const DamagedList&) {
        throw;
    } catch (const std::exception&) { // of JSON access and of numbers
        throw DamagedList("its header cannot be read");
    }
}

bool FileHeader::same_question(const FileHeader& other) const {
    FileHeader unfinished = *this;
    unfinished.totals.reset();
    FileHeader other_unfinished = other;
    other_unfinished.totals.reset();
    return unfinished.bytes() == other_unfinished.bytes();
}

CompactFile::CompactFile(const std::string& path)
    : file_(path, files::RandomAccessFile::Mode::read, "a compact list") {
    std::string bytes(FileHeader::size, '\0');
    bytes.resize(file_.read_at(0, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
    const std::string name = "'" + files::printable(path) + "'";
    try {
        header_ = FileHeader::parse(bytes);
    } catch (const DamagedList& error) {
        throw DamagedList(name + " is not a compact list: " + error.what());
    }
    if (!header_.totals) {
        throw DamagedList(name + " is not finished; the command that began it continues it");
    }
    find_cells();
}

void CompactFile::damaged(std::uint64_t offset, const std::string& what) const {
    throw DamagedList("'" + files::printable(file_.path()) + "' is damaged at byte "
                      + std::to_string(offset) + ": " + what);
}

void CompactFile::read_at(std::uint64_t offset, std::uint8_t* to, std::size_t size) const {
    const std::size_t count = file_.read_at(offset, {to, size});
    if (count < size) {
        damaged(offset + count, "it ends there");
    }
}

/// Hops from header to header. What they say must come to what the file's header says.
void CompactFile::find_cells() {
    const std::uint64_t end = FileHeader::size + header_.totals->bytes;
    if (const std::uint64_t size = file_.size(); size != end) {
        damaged(std::min(size, end), "it should be " + std::to_string(end) + " bytes long and is "
                                         + std::to_string(size));
    }
    const Interval counted = counted_from(header_.origin, header_.interval);
    ListTally sum;
    std::uint64_t offset = FileHeader::size;
    while (offset < end) {
        std::array<std::uint8_t, CellHeader::size> bytes{};
        read_at(offset, bytes.data(), bytes.size());
        CellHeader cell;
        try {
            cell = CellHeader::parse(bytes);
        } catch (const DamagedList& error) {
            damaged(offset, error.what());
        }
        if ((sum.count > 0 && cell.first <= sum.last) || !counted.contains(cell.first)
            || !counted.contains(cell.last)) {
            damaged(offset, "its cells are not in order");
        }
        sum.combine({cell.count, CellHeader::size + cell.gap_bytes, cell.sum, cell.last});
        cells_.push_back({cell, offset + CellHeader::size});
        offset += CellHeader::size + cell.gap_bytes;
    }
    if (sum != *header_.totals) {
        damaged(0, "its cells do not come to what its header says");
    }
}

void CompactFile::read(const CellPlace& cell, std::vector<std::uint8_t>& gaps) const {
    gaps.resize(cell.header.gap_bytes);
    read_at(cell.offset, gaps.data(), gaps.size());
}

void FileSource::run(const Interval& whole, const std::stop_token& give_up, const Visit& visit) {
    const Interval piece = counted_from(file_->header().origin, whole);
    const auto& cells = file_->cells();
    auto cell =
        std::partition_point(cells.begin(), cells.end(), [&](const CompactFile::CellPlace& place) {
            return place.header.last < piece.start;
        });
    for (; cell != cells.end() && cell->header.first < piece.stop && !give_up.stop_requested();
         ++cell) {
        file_->read(*cell, gaps_);
        std::span<const std::uint64_t> numbers;
        try {
            numbers = decoder_.decode(cell->header, gaps_);
        } catch (const DamagedList& error) {
            file_->damaged(cell->offset, error.what());
        }
        const auto first = std::partition_point(numbers.begin(), numbers.end(),
                                                [&](std::uint64_t n) { return n < piece.start; });
        const auto end = std::partition_point(first, numbers.end(),
                                              [&](std::uint64_t n) { return n < piece.stop; });
        visit({first, end});
    }
}

} // namespace primerank::list
