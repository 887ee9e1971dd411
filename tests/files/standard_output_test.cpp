#include "files/standard_output.hpp"

#include "files/process.hpp"
#include "surroundings.hpp"

#include "catch.hpp"

#include <array>
#include <fcntl.h>

using namespace primerank::files;

namespace {

/// What becomes of `text` when standard output is opened by `open`: 0 all is well, 1 the reader is
/// gone, else the error's number.
int written_to(const std::function<int()>& open, const std::string& text) {
    Child child([&] {
        ::close(STDOUT_FILENO);
        if (const int descriptor = open(); descriptor >= 0) {
            dup2(descriptor, STDOUT_FILENO);
        }
        prepare_process();
        try {
            standard_output().write(text);
            standard_output().close();
        } catch (const ReaderGone&) {
            return 1;
        } catch (const OutputLost& lost) {
            return lost.code().value();
        }
        return 0;
    });
    return child.wait();
}

} // namespace

TEST_CASE("What standard output does not take is told", "[standard output]") {
    const auto full = [] { return ::open("/dev/full", O_WRONLY); };
    const auto closed = [] { return -1; };
    const auto no_reader = [] {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) {
            return -1;
        }
        ::close(ends[0]);
        return ends[1];
    };
    for (const std::string& text : {std::string("short\n"), std::string(1'000'000, 'x')}) {
        CHECK(written_to(full, text) == ENOSPC);
        CHECK(written_to(closed, text) == EBADF);
        CHECK(written_to(no_reader, text) == 1);
    }
    CHECK(written_to(full, "") == 0);
    CHECK(written_to(closed, "") == 0);
}

TEST_CASE("A limit of file sizes is told", "[standard output]") {
    const Folder folder;
    const auto limited = [&] {
        limit_file_size(1000);
        return ::open(folder.file("out").c_str(), O_WRONLY | O_CREAT, 0600);
    };
    CHECK(written_to(limited, std::string(2000, 'x')) == EFBIG);
    CHECK(written_to(limited, std::string(500, 'x')) == 0);
    CHECK(content(folder.file("out")).substr(0, 500) == std::string(500, 'x'));
}

TEST_CASE("What was lost is told again, and not forgotten where nobody asked",
          "[standard output]") {
    const Folder folder;
    Child loses([&] {
        dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
        int told = 0;
        standard_output().write("x");
        for (int i = 0; i < 2; ++i) {
            try {
                standard_output().close();
            } catch (const OutputLost&) {
                ++told;
            }
        }
        try {
            standard_output().write("y");
        } catch (const OutputLost&) {
            ++told;
        }
        return told;
    });
    CHECK(loses.wait() == 3);
    Child forgets([&] {
        dup2(::open(folder.file("out").c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        StandardOutput output;
        output.print("{} {}\n", 2, "three");
        return 0;
    });
    CHECK(forgets.wait() == 0);
    CHECK(content(folder.file("out")) == "2 three\n");
}

TEST_CASE("A pipe that does not block takes all", "[standard output]") {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_NONBLOCK) == 0);
    const std::string text(1'000'000, 'x');
    Child writer([&] {
        dup2(ends[1], STDOUT_FILENO);
        standard_output().write(text);
        standard_output().close();
        return 0;
    });
    ::close(ends[1]);
    fcntl(ends[0], F_SETFL, 0);
    std::string got;
    std::array<char, 4096> block{};
    for (ssize_t count = 0; (count = ::read(ends[0], block.data(), block.size())) > 0;) {
        got.append(block.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    CHECK(writer.wait() == 0);
    CHECK((got == text));
}
