#include "files/append_file.hpp"

#include "files/errors.hpp"
#include "files/process.hpp"
#include "surroundings.hpp"

#include "catch.hpp"

#include <sys/stat.h>
#include <system_error>

using namespace primerank::files;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("Records are appended behind a cut without a hole", "[append]") {
    const Folder folder;
    put(folder.file("file"), "one\ntwo\nthr");
    AppendFile file(folder.file("file"), "a journal");
    CHECK(file.read_all() == "one\ntwo\nthr");
    file.truncate(8);
    file.append("3\n");
    file.sync();
    CHECK(file.size() == 10);
    CHECK(content(folder.file("file")) == "one\ntwo\n3\n");
    file.close();
}

TEST_CASE("A disk that is full takes whole records or nothing", "[append]") {
    const Folder folder;
    const SmallDisk disk(folder.file("disk"));
    if (!disk.mounted()) {
        WARN("left out: mounting is not permitted here");
        return;
    }
    const std::string path = folder.file("disk/file");
    AppendFile file(path, "a journal");
    const std::string record(5000, 'x');
    std::uint64_t size = 0;
    CHECK_THROWS_WITH(
        [&] {
            for (;;) {
                file.append(record);
                size += record.size();
            }
        }(),
        Contains("/file' cannot be written: No space left on device"));
    CHECK(size > 0);
    CHECK(file.size() == size);
    CHECK(fs::file_size(path) == size);
    file.append("short"); // room that was given back
    CHECK(fs::file_size(path) == size + 5);
}

TEST_CASE("A limit of file sizes is an error, and leaves whole records", "[append]") {
    const Folder folder;
    const std::string path = folder.file("file");
    Child child([&] {
        prepare_process();
        limit_file_size(1000);
        AppendFile file(path, "a journal");
        file.append(std::string(900, 'x'));
        try {
            file.append(std::string(200, 'y'));
        } catch (const std::system_error& error) {
            return error.code() == std::errc::file_too_large ? 0 : 1;
        }
        return 2;
    });
    CHECK(child.wait() == 0);
    CHECK(content(path) == std::string(900, 'x'));
}

TEST_CASE("Only regular files are appended to", "[append]") {
    const Folder folder;
    const std::string pipe = folder.file("pipe");
    mkfifo(pipe.c_str(), 0600);
    CHECK_THROWS_WITH(AppendFile(pipe, "a journal"), Contains("as a journal must be"));
    CHECK_THROWS_AS(AppendFile("/dev/null", "a journal"), NotRegular);
    CHECK_THROWS_AS(AppendFile(folder.path(), "a journal"), NotRegular);
    CHECK_THROWS_AS(AppendFile(folder.file("missing/file"), "a journal"), std::system_error);
}
