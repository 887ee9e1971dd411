#include "files/output_file.hpp"

#include "files/input.hpp"
#include "files/process.hpp"
#include "files/standard_output.hpp"
#include "surroundings.hpp"

#include "catch.hpp"

#include <atomic>

#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>

using namespace primerank::files;
using Catch::Matchers::Contains;

TEST_CASE("A stream to a regular file empties it, or goes on where it was", "[output]") {
    const Folder folder;
    const std::string path = folder.file("file");
    put(path, "something longer than what comes");
    OutputFile first(path);
    first.write("one\n");
    CHECK(first.sync() == 4);
    first.write("lost\n");
    first.close();
    OutputFile second(path, 4, "a table");
    second.write("two\n");
    second.close();
    CHECK(content(path) == "one\ntwo\n");
    CHECK_THROWS_WITH(OutputFile(path, 9, "a table"), Contains("is shorter than the journal says"));
}

TEST_CASE("A stream to where there is no disk needs none", "[output]") {
    OutputFile null("/dev/null");
    null.write("gone");
    CHECK_NOTHROW(null.sync());
    CHECK_NOTHROW(null.close());
    OutputFile full("/dev/full");
    full.write("x");
    CHECK_THROWS_WITH(full.sync(), Contains("'/dev/full' cannot be written: No space left"));
    CHECK_THROWS_AS(OutputFile("/nonexistent/file"), std::system_error);
}

TEST_CASE("A named pipe is waited for, and given all", "[output]") {
    const Folder folder;
    const std::string path = folder.file("pipe");
    mkfifo(path.c_str(), 0600);
    Child writer([&] {
        OutputFile file(path);
        file.write("one\n");
        file.sync();
        file.write("two\n");
        file.close();
        return 0;
    });
    CHECK(read_all(path) == "one\ntwo\n");
    CHECK(writer.wait() == 0);
}

TEST_CASE("Who waits for a pipe's reader can be asked to stop", "[output]") {
    static std::atomic<bool> asked{false};
    const Folder folder;
    const std::string path = folder.file("pipe");
    mkfifo(path.c_str(), 0600);
    std::thread asks([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        asked = true;
    });
    CHECK_THROWS_WITH(OutputFile(path, [] { return asked.load(); }), Contains("Interrupted"));
    asks.join();
}

TEST_CASE("A pipe whose reader left is an error", "[output]") {
    const Folder folder;
    const std::string path = folder.file("pipe");
    mkfifo(path.c_str(), 0600);
    Child writer([&] {
        prepare_process();
        const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
        OutputFile file(path);
        ::close(reader);
        file.write("x");
        try {
            file.flush();
        } catch (const std::system_error& error) {
            return error.code() == std::errc::broken_pipe ? 0 : 1;
        }
        return 2;
    });
    CHECK(writer.wait() == 0);
}

TEST_CASE("A stream named - or /dev/stdout is standard output, in order", "[output]") {
    const Folder folder;
    for (const std::string name : {"-", "/dev/stdout", "/proc/self/fd/1"}) {
        Child child([&] {
            dup2(::open(folder.file("out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
            standard_output().write("before\n");
            OutputFile file(name);
            file.write("row\n");
            file.sync();
            file.close();
            standard_output().print("{}\n", "after");
            standard_output().close();
            return 0;
        });
        CHECK(child.wait() == 0);
        CHECK(content(folder.file("out")) == "before\nrow\nafter\n");
    }
}
