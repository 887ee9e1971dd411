#include "list/compact_file.hpp"
#include "numbers/origin.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>

using namespace primerank;
using namespace primerank::list;

namespace {

namespace fs = std::filesystem;

class TemporaryFile {
  public:
    TemporaryFile() {
        std::string name = (fs::temp_directory_path() / "primerank-test-XXXXXX").string();
        const int file = mkstemp(name.data());
        REQUIRE(file >= 0);
        path_ = name;
    }
    ~TemporaryFile() { fs::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] std::string path() const { return path_.string(); }
    void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  private:
    fs::path path_;
};

const std::vector<std::uint64_t> numbers = {2, 3, 5, 7, cell_width + 1, cell_width + 31};

/// A whole list of two cells.
std::string whole_list() {
    CellEncoder encoder(1);
    std::string cells;
    ListTally totals;
    for (const std::size_t from : {std::size_t{0}, std::size_t{4}}) {
        encoder.append({numbers.data() + from, from == 0 ? 4U : 2U});
        ListTally tally = encoder.tally();
        std::vector<std::uint8_t> cell(encoder.most_bytes());
        tally.bytes = encoder.finish(cell.data());
        totals.combine(tally);
        cells.append(reinterpret_cast<const char*>(cell.data()), tally.bytes);
    }
    FileHeader header;
    header.interval = {0, 2 * uint128{cell_width}};
    header.level = 1;
    header.totals = totals;
    return header.bytes() + cells;
}

std::vector<std::uint64_t> read(const std::string& path, const Interval& piece) {
    FileSource source(std::make_shared<CompactFile>(path));
    std::vector<std::uint64_t> found;
    source.run(piece, {}, [&](std::span<const std::uint64_t> more) {
        found.insert(found.end(), more.begin(), more.end());
    });
    return found;
}

} // namespace

TEST_CASE("A file's header comes back as it went", "[list]") {
    FileHeader header;
    header.interval = {17, two_to_the_64};
    header.question_stop = two_to_the_64;
    header.pattern = "0,4,6";
    header.level = 7;
    CHECK(header.bytes().size() == FileHeader::size);
    CHECK(header.bytes().back() == '\n');
    FileHeader back = FileHeader::parse(header.bytes());
    CHECK(back.bytes() == header.bytes());
    CHECK_FALSE(back.totals);
    header.totals = ListTally{1, 2, ~std::uint64_t{0}, 4};
    back = FileHeader::parse(header.bytes());
    CHECK(back.totals == header.totals);
    CHECK(back.same_question(header));
    back.level = 3;
    CHECK_FALSE(back.same_question(header));
    CHECK_THROWS_AS(FileHeader::parse("2\n3\n5\n"), DamagedList);
    std::string newer = header.bytes();
    newer.replace(newer.find(":1,"), 3, ":2,");
    CHECK_THROWS_WITH(FileHeader::parse(newer), Catch::Matchers::Contains("newer"));
}

TEST_CASE("A file beyond 2^64 names its origin", "[list]") {
    FileHeader header;
    const uint128 height = uint128{1} << 80;
    header.interval = {height + 77, height + 1000};
    header.origin = origin_of(header.interval);
    header.totals = ListTally{1, 41, 99, 99};
    const FileHeader back = FileHeader::parse(header.bytes());
    CHECK(back.bytes() == header.bytes());
    CHECK(back.origin == header.origin);
    header.origin = 0; // farther than 64 bits reach
    CHECK_THROWS_AS(FileHeader::parse(header.bytes()), DamagedList);
    header.origin = header.interval.start + 1;
    CHECK_THROWS_AS(FileHeader::parse(header.bytes()), DamagedList);
    header.origin = header.interval.start; // no border of cells
    CHECK_THROWS_AS(FileHeader::parse(header.bytes()), DamagedList);
    header.origin = ~uint128{0} / origin_grain * origin_grain; // more digits than a line has
    header.interval = {header.origin + 1, header.origin + 1000};
    CHECK_THROWS_AS(FileHeader::parse(header.bytes()), DamagedList);
}

TEST_CASE("Every wrong byte of a file's header is found", "[list]") {
    const std::string bytes = whole_list().substr(0, FileHeader::size);
    CHECK_NOTHROW(FileHeader::parse(bytes));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char other : {' ', '0', '9', '"', '\n', static_cast<char>(bytes[i] ^ 1)}) {
            std::string wrong = bytes;
            wrong[i] = other;
            if (wrong != bytes) {
                REQUIRE_THROWS_AS(FileHeader::parse(wrong), DamagedList);
            }
        }
    }
    std::string older = bytes;
    const std::size_t check = older.find(",\"check\"");
    REQUIRE(check != std::string::npos);
    const std::size_t end = older.find('}', check);
    older.erase(check, end - check);
    older.insert(FileHeader::size - 1 - (end - check), end - check, ' ');
    CHECK(FileHeader::parse(older).totals == FileHeader::parse(bytes).totals);
}

TEST_CASE("A compact file is read in whole and in parts", "[list]") {
    const TemporaryFile file;
    file.write(whole_list());
    CHECK(CompactFile(file.path()).cells().size() == 2);
    CHECK(read(file.path(), {0, two_to_the_64}) == numbers);
    CHECK(read(file.path(), {3, cell_width + 31})
          == std::vector<std::uint64_t>(numbers.begin() + 1, numbers.end() - 1));
    CHECK(read(file.path(), {8, cell_width}).empty());
}

TEST_CASE("A file that is not whole is refused with its name", "[list]") {
    const TemporaryFile file;
    const std::string whole = whole_list();
    const auto refused = [&](const std::string& bytes, const std::string& words) {
        file.write(bytes);
        CHECK_THROWS_WITH(read(file.path(), {0, two_to_the_64}),
                          Catch::Matchers::Contains(file.path())
                              && Catch::Matchers::Contains(words));
        CHECK_THROWS_AS(read(file.path(), {0, two_to_the_64}), DamagedList);
    };
    refused("", "not a compact list");
    refused("2\n3\n", "not a compact list");
    refused(whole.substr(0, whole.size() - 1), "should be");
    refused(whole + "x", "should be");
    refused(whole.substr(0, FileHeader::size), "should be");
    FileHeader unfinished = FileHeader::parse(whole);
    unfinished.totals.reset();
    refused(unfinished.bytes() + whole.substr(FileHeader::size), "not finished");
    for (std::size_t at = FileHeader::size; at < whole.size(); at += 3) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        file.write(damaged);
        try { // a bit that zstd does not look at may be flipped
            const std::vector<std::uint64_t> found = read(file.path(), {0, two_to_the_64});
            CHECK(found == numbers);
        } catch (const DamagedList& error) {
            CHECK_THAT(error.what(), Catch::Matchers::Contains(file.path()));
        }
    }
    CHECK_THROWS_AS(CompactFile("/nonexistent/list"), std::system_error);
}
