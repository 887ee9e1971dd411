#include "files/replacement.hpp"

#include "surroundings.hpp"

#include "catch.hpp"

#include <sys/stat.h>
#include <system_error>

using namespace primerank::files;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("A file is replaced at once, and nothing else is left", "[replacement]") {
    const Folder folder;
    const std::string path = folder.file("file");
    replace_file(path, "one");
    CHECK(content(path) == "one");
    fs::permissions(path, fs::perms(0640));
    {
        Replacement replacement(path);
        replacement.write("two");
        CHECK(content(path) == "one");
        CHECK(folder.entries() == 2);
        CHECK(replacement.commit().open());
    }
    CHECK(content(path) == "two");
    CHECK((fs::status(path).permissions() == fs::perms(0640)));
    CHECK(folder.entries() == 1);
}

TEST_CASE("A replacement that is given up leaves the file", "[replacement]") {
    const Folder folder;
    put(folder.file("file"), "old");
    {
        Replacement replacement(folder.file("file"));
        replacement.write("new");
    }
    CHECK(content(folder.file("file")) == "old");
    CHECK(folder.entries() == 1);
}

TEST_CASE("Several replacements of a file go beside one another", "[replacement]") {
    const Folder folder;
    Replacement one(folder.file("file"));
    Replacement other(folder.file("file"));
    one.write("one");
    other.write("other");
    one.commit();
    CHECK(content(folder.file("file")) == "one");
    other.commit();
    CHECK(content(folder.file("file")) == "other");
    CHECK(folder.entries() == 1);
}

TEST_CASE("A link stays, and its target is replaced", "[replacement]") {
    const Folder folder;
    fs::create_directories(folder.file("scratch"));
    fs::create_symlink("scratch/run", folder.file("relative"));
    fs::create_symlink(folder.file("relative"), folder.file("chain"));
    for (const std::string text : {"made", "replaced"}) { // dangling, then not
        replace_file(folder.file("chain"), text);
        CHECK(fs::is_symlink(folder.file("chain")));
        CHECK(fs::is_symlink(folder.file("relative")));
        CHECK_FALSE(fs::is_symlink(folder.file("scratch/run")));
        CHECK(content(folder.file("scratch/run")) == text);
    }
    fs::create_symlink("loop", folder.file("loop"));
    CHECK_THROWS_AS(replace_file(folder.file("loop"), ""), std::system_error);
}

TEST_CASE("A link into another file system is replaced there", "[replacement]") {
    const Folder folder;
    const SmallDisk disk(folder.file("disk"));
    if (!disk.mounted()) {
        WARN("left out: mounting is not permitted here");
        return;
    }
    fs::create_symlink("disk/file", folder.file("link"));
    replace_file(folder.file("link"), "text");
    CHECK(content(folder.file("disk/file")) == "text");
    CHECK_THROWS_WITH(replace_file(folder.file("link"), std::string(100'000, 'x')),
                      Contains("link' cannot be written: No space left on device"));
    CHECK(content(folder.file("disk/file")) == "text");
    CHECK(std::distance(fs::directory_iterator(folder.file("disk")), {}) == 1);
}

TEST_CASE("Long names and bytes that are no text can be replaced", "[replacement]") {
    const Folder folder;
    for (const std::string& name : {std::string(255, 'n'), std::string("caf\xE9")}) {
        replace_file(folder.file(name), "text");
        CHECK(content(folder.file(name)) == "text");
    }
}
