#include "files/errors.hpp"
#include "files/input.hpp"
#include "files/paths.hpp"

#include "surroundings.hpp"

#include "catch.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

using namespace primerank::files;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("A path is a folder and a name", "[paths]") {
    CHECK(folder_of("a") == ".");
    CHECK(folder_of("/a") == "/");
    CHECK(folder_of("a/b/c") == "a/b");
    CHECK(name_of("a/b/c") == "c");
    CHECK(name_of("a") == "a");
    CHECK(absolute("/a/b") == "/a/b");
    CHECK(absolute("a/b") == fs::current_path().string() + "/a/b");
}

TEST_CASE("The target of links is found, also where nothing is yet", "[paths]") {
    const Folder folder;
    fs::create_directories(folder.file("scratch"));
    fs::create_symlink("scratch/run", folder.file("dangling"));
    fs::create_symlink("dangling", folder.file("chain"));
    CHECK(target_of(folder.file("chain")) == folder.file("scratch/run"));
    put(folder.file("scratch/run"), "x");
    CHECK(target_of(folder.file("chain")) == folder.file("scratch/run"));
    fs::create_symlink(folder.file("scratch"), folder.file("elsewhere"));
    CHECK(target_of(folder.file("elsewhere/run")) == folder.file("elsewhere/run"));
    CHECK(target_of(folder.file("plain")) == folder.file("plain"));
    fs::create_symlink("b", folder.file("a"));
    fs::create_symlink("a", folder.file("b"));
    CHECK_THROWS_WITH(target_of(folder.file("a")), Contains("Too many levels of symbolic links"));
}

TEST_CASE("A link to an open file without a name leads to itself", "[paths]") {
    const Folder folder;
    const int file = ::open(folder.file("gone").c_str(), O_RDWR | O_CREAT, 0600);
    fs::remove(folder.file("gone"));
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    CHECK(target_of(link) == link);
    ::close(file);
}

TEST_CASE("Kinds of files", "[paths]") {
    const Folder folder;
    put(folder.file("regular"), "");
    mkfifo(folder.file("pipe").c_str(), 0600);
    fs::create_symlink("regular", folder.file("link"));
    CHECK(kind_of(folder.file("missing")) == Kind::missing);
    CHECK(kind_of(folder.file("regular")) == Kind::regular);
    CHECK(kind_of(folder.file("link")) == Kind::regular);
    CHECK(kind_of(folder.file("pipe")) == Kind::pipe);
    CHECK(kind_of(folder.path()) == Kind::folder);
    CHECK(kind_of("/dev/null") == Kind::device);
    CHECK_THROWS_AS(kind_of(folder.file("regular/below")), std::system_error);
    CHECK_NOTHROW(require_regular(folder.file("missing"), "a journal"));
    CHECK_THROWS_WITH(require_regular(folder.file("pipe"), "a journal"),
                      Contains("is not a regular file, as a journal must be"));
    CHECK_THROWS_AS(read_all(folder.file("pipe"), "a journal"), NotRegular);
}

TEST_CASE("Whether a file can be written is found out without a trace", "[paths]") {
    const Folder folder;
    require_writable(folder.file("new"));
    CHECK_FALSE(fs::exists(folder.file("new")));
    put(folder.file("old"), "old");
    require_writable(folder.file("old"));
    CHECK(content(folder.file("old")) == "old");
    fs::create_symlink("target", folder.file("dangling"));
    require_writable(folder.file("dangling"));
    CHECK(fs::is_symlink(folder.file("dangling")));
    CHECK_FALSE(fs::exists(folder.file("target")));
    mkfifo(folder.file("pipe").c_str(), 0600);
    require_writable(folder.file("pipe"));
    require_writable("/dev/null");
    CHECK_THROWS_WITH(require_writable(folder.file("missing/file")),
                      Contains("cannot be written: No such file or directory"));
    CHECK_THROWS_WITH(require_writable(folder.path()), Contains("Is a directory"));
}

TEST_CASE("Room is that of the disk where a link leads", "[paths]") {
    const Folder folder;
    const SmallDisk disk(folder.file("disk"));
    if (!disk.mounted()) {
        WARN("left out: mounting is not permitted here");
        return;
    }
    fs::create_symlink("disk/file", folder.file("link"));
    CHECK(free_room(folder.file("link")).value() <= 65536);
    CHECK(free_room(folder.file("disk/other")).value() <= 65536);
    CHECK_FALSE(free_room(folder.file("missing/file")).has_value());
}

TEST_CASE("Names are bytes", "[paths]") {
    const Folder folder;
    const std::string path = folder.file("caf\xE9\n.txt");
    put(path, "x");
    CHECK(read_all(path) == "x");
    CHECK(size_of(path) == 1);
    CHECK_THROWS_WITH(read_all(path + "s"), Contains("caf\\xE9\\x0A.txts' cannot be read"));
}
