#include "files/identity.hpp"
#include "files/process.hpp"

#include "surroundings.hpp"

#include "catch.hpp"

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <vector>

using namespace primerank::files;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("A file is the same by every path", "[identity]") {
    const Folder folder;
    fs::create_directories(folder.file("sub"));
    put(folder.file("file"), "x");
    fs::create_symlink("file", folder.file("link"));
    fs::create_hard_link(folder.file("file"), folder.file("hard"));
    fs::create_symlink(folder.path(), folder.file("sub/up"));
    for (const std::string other : {"./file", "sub/../file", "link", "hard", "sub/up/link"}) {
        INFO(other);
        CHECK(identity_of(folder.file("file")) == identity_of(folder.file(other)));
    }
    put(folder.file("copy"), "x");
    CHECK_FALSE(identity_of(folder.file("file")) == identity_of(folder.file("copy")));
}

TEST_CASE("A file that is not there yet is the same by every path", "[identity]") {
    const Folder folder;
    fs::create_directories(folder.file("sub"));
    fs::create_symlink("new", folder.file("link"));
    fs::create_symlink(folder.path(), folder.file("sub/up"));
    for (const std::string other : {"./new", "sub/../new", "link", "sub/up/link"}) {
        INFO(other);
        CHECK(identity_of(folder.file("new")) == identity_of(folder.file(other)));
    }
    CHECK_FALSE(identity_of(folder.file("new")) == identity_of(folder.file("old")));
    CHECK_FALSE(identity_of(folder.file("missing/new")).has_value());
}

TEST_CASE("Files of a command line must differ where one is written", "[identity]") {
    const Folder folder;
    put(folder.file("a"), "x");
    fs::create_hard_link(folder.file("a"), folder.file("b"));
    const auto check = [&](const std::string& one, Access first, const std::string& other,
                           Access second) {
        const std::array files = {NamedFile{"--csv", one, first},
                                  NamedFile{"--json", "unrelated", Access::write},
                                  NamedFile{"--journal", other, second}};
        require_distinct(files);
    };
    const std::string a = folder.file("a");
    const std::string b = folder.file("b");
    CHECK_THROWS_WITH(check(a, Access::write, b, Access::write),
                      "--csv and --journal are the same file, '" + b
                          + "'; each needs a file of its own");
    CHECK_THROWS_AS(check(a, Access::read, b, Access::write), std::invalid_argument);
    CHECK_THROWS_AS(check(a, Access::write, b, Access::read), std::invalid_argument);
    CHECK_NOTHROW(check(a, Access::read, b, Access::read));
    CHECK_NOTHROW(check("/dev/null", Access::write, "/dev/null", Access::write));
    CHECK_NOTHROW(check("missing/x", Access::write, "missing/x", Access::write));
}

TEST_CASE("Standard output is known by all its names", "[identity]") {
    const Folder folder;
    fs::create_symlink("/dev/stdout", folder.file("link"));
    for (const std::string& name :
         {std::string("-"), std::string("/dev/stdout"), std::string("/dev/fd/1"),
          std::string("/proc/self/fd/1"), std::string("/dev/../dev/stdout"), folder.file("link")}) {
        INFO(name);
        CHECK(names_standard_output(name));
    }
    for (const std::string& name :
         {std::string("/dev/stderr"), std::string("/dev/fd/2"), std::string("/dev/null"),
          folder.file("1"), std::string("1"), std::string("")}) {
        INFO(name);
        CHECK_FALSE(names_standard_output(name));
    }
    Child child([&] {
        const int file = ::open(folder.file("out").c_str(), O_WRONLY | O_CREAT, 0600);
        dup2(file, STDOUT_FILENO);
        const std::array files = {NamedFile{"--csv", "-", Access::write},
                                  NamedFile{"--json", folder.file("out"), Access::write}};
        try {
            require_distinct(files);
        } catch (const std::invalid_argument&) {
            return 0;
        }
        return 1;
    });
    CHECK(child.wait() == 0);
}

TEST_CASE("No file of ours becomes a standard descriptor", "[identity]") {
    const Folder folder;
    Child child([&] {
        for (const int descriptor : {0, 1, 2}) {
            ::close(descriptor);
        }
        prepare_process();
        if (::open(folder.file("data").c_str(), O_WRONLY | O_CREAT, 0600) < 3) {
            return 1;
        }
        char byte = 'x';
        if (::write(1, &byte, 1) != -1 || errno != EBADF) {
            return 2;
        }
        return ::read(0, &byte, 1) == -1 && errno == EBADF ? 0 : 3;
    });
    CHECK(child.wait() == 0);
}
