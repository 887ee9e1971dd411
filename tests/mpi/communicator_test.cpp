#include "communicator.hpp"

#include "cluster/communicator.hpp"
#include "cluster/placement.hpp"
#include "numbers/interval.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

using namespace primerank;
using namespace primerank::cluster;

static_assert(Communicator<MpiCommunicator>);

namespace {

struct Concatenate {
    std::string operator()(const std::string& left, const std::string& right) const {
        return left + right;
    }
};

/// An affine map x -> a x + b mod 2^64: composing maps is associative and does not commute.
struct Affine {
    std::uint64_t a = 1;
    std::uint64_t b = 0;
};

struct Compose {
    Affine operator()(const Affine& left, const Affine& right) const {
        return {left.a * right.a, left.a * right.b + left.b};
    }
};

} // namespace

TEST_CASE("Chunks are scattered and reports gathered in the order of ranks", "[mpi]") {
    MpiCommunicator& ranks = world();
    std::vector<Interval> chunks;
    for (int i = 0; ranks.rank() == 0 && i < ranks.size(); ++i) {
        chunks.push_back({two_to_the_64 - 10 * static_cast<uint128>(i + 1), two_to_the_64});
    }
    const Interval mine = ranks.scatter(chunks);
    CHECK((mine.width() == 10 * static_cast<uint128>(ranks.rank() + 1)));

    const std::vector<int> gathered = ranks.gather(100 + ranks.rank());
    REQUIRE(gathered.size() == static_cast<std::size_t>(ranks.rank() == 0 ? ranks.size() : 0));
    for (std::size_t i = 0; i < gathered.size(); ++i) {
        CHECK(gathered[i] == 100 + static_cast<int>(i));
    }
}

TEST_CASE("A reduction keeps the order of ranks, for fixed and for serialised types", "[mpi]") {
    MpiCommunicator& ranks = world();
    const auto map_of = [](int rank) {
        const auto r = static_cast<std::uint64_t>(rank);
        return Affine{2 * r + 3, r * r + 7};
    };
    Affine expected = map_of(0);
    std::string letters;
    for (int i = 0; i < ranks.size(); ++i) {
        expected = i == 0 ? expected : Compose{}(expected, map_of(i));
        letters += static_cast<char>('a' + i);
    }
    const Affine composed = ranks.reduce(map_of(ranks.rank()), Compose{});
    const std::string spelled =
        ranks.reduce(std::string(1, static_cast<char>('a' + ranks.rank())), Concatenate{});
    if (ranks.rank() == 0) {
        CHECK(composed.a == expected.a);
        CHECK(composed.b == expected.b);
        CHECK(spelled == letters);
    }
}

TEST_CASE("Waiting for a late rank leaves time to idle", "[mpi]") {
    MpiCommunicator& ranks = world();
    int idled = 0;
    if (ranks.rank() == ranks.size() - 1) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    ranks.await_all([&idled] { ++idled; });
    if (ranks.size() > 1 && ranks.rank() != ranks.size() - 1) {
        CHECK(idled > 0);
    }
}

TEST_CASE("Every rank gets a thread at least", "[mpi]") {
    MpiCommunicator& ranks = world();
    const Placement placement = place_ranks(ranks, 0);
    CHECK(placement.threads >= 1);
    CHECK(place_ranks(ranks, 3).threads == 3);
    if (ranks.rank() == 0) {
        CHECK(placement.ranks.size() == static_cast<std::size_t>(ranks.size()));
        CHECK(placement.hosts().size() == 1);
    }
}

TEST_CASE("All ranks write one file", "[mpi]") {
    MpiCommunicator& ranks = world();
    const std::string path = "shared-file-of-test-mpi-" + std::to_string(ranks.size());
    if (ranks.rank() == 0) {
        std::ofstream(path) << "old";
    }
    ranks.await_all([] {});
    const auto mine = static_cast<std::uint64_t>(ranks.rank());
    {
        const auto file = ranks.open_shared(path, 2);
        CHECK(file->lanes() >= 1);
        const std::vector<std::uint8_t> bytes(100'000, static_cast<std::uint8_t>('a' + mine));
        for (int part = 0; part < 2; ++part) {
            file->write_at(part % file->lanes(),
                           (2 * mine + static_cast<std::uint64_t>(part)) * bytes.size(), bytes);
        }
        file->sync();
    }
    ranks.await_all([] {});
    if (ranks.rank() == 0) {
        std::string expected;
        for (int rank = 0; rank < ranks.size(); ++rank) {
            expected += std::string(200'000, static_cast<char>('a' + rank));
        }
        std::ostringstream found;
        found << std::ifstream(path).rdbuf();
        CHECK((found.str() == expected));
        std::remove(path.c_str());
    }
    CHECK_THROWS_AS(ranks.open_shared("/nonexistent/file", 1), std::system_error);
}
