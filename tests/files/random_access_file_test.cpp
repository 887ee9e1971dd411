#include "files/random_access_file.hpp"

#include "files/errors.hpp"
#include "surroundings.hpp"

#include "catch.hpp"

#include <sys/stat.h>
#include <system_error>
#include <vector>

using namespace primerank::files;
using Catch::Matchers::Contains;
using Mode = RandomAccessFile::Mode;

namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

TEST_CASE("Bytes are written and read at any place", "[random access]") {
    const Folder folder;
    put(folder.file("file"), "emptied");
    RandomAccessFile file(folder.file("file"), Mode::create, "a list");
    file.write_at(3, bytes_of("def"));
    file.write_at(0, bytes_of("abc"));
    file.sync();
    CHECK(content(folder.file("file")) == "abcdef");
    std::vector<std::uint8_t> read(4);
    CHECK(file.read_at(1, read) == 4);
    CHECK(std::string(read.begin(), read.end()) == "bcde");
    CHECK(file.read_at(4, read) == 2);
    CHECK(file.read_at(100, read) == 0);
    file.truncate(2);
    CHECK(file.size() == 2);
    file.close();
    CHECK(content(folder.file("file")) == "ab");
}

TEST_CASE("A file's end is copied into another", "[random access]") {
    const Folder folder;
    const std::string large(9'000'000, 'l');
    put(folder.file("part"), "head" + large);
    const RandomAccessFile part(folder.file("part"), Mode::read, "a list");
    const RandomAccessFile whole(folder.file("whole"), Mode::create, "a list");
    CHECK(whole.copy_from(part, 4, 0) == large.size());
    CHECK(whole.copy_from(part, 4 + large.size() - 2, large.size()) == large.size() + 2);
    CHECK(whole.copy_from(part, 4 + large.size(), large.size() + 2) == large.size() + 2);
    CHECK(content(folder.file("whole")) == large + "ll");
}

TEST_CASE("What cannot be opened says why", "[random access]") {
    const Folder folder;
    mkfifo(folder.file("pipe").c_str(), 0600);
    CHECK_THROWS_AS(RandomAccessFile(folder.file("pipe"), Mode::read, "a list"), NotRegular);
    CHECK_THROWS_WITH(RandomAccessFile(folder.file("none"), Mode::read, "a list"),
                      Contains("cannot be read: No such file"));
    CHECK_THROWS_WITH(RandomAccessFile(folder.file("none"), Mode::update, "a list"),
                      Contains("cannot be written: No such file"));
    const RandomAccessFile file(folder.file("file"), Mode::create, "a list");
    const RandomAccessFile reader(folder.file("file"), Mode::read, "a list");
    CHECK_THROWS_AS(reader.write_at(0, bytes_of("x")), std::system_error);
}
