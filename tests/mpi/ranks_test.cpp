#include "world.hpp"

#include "cluster/placement.hpp"
#include "numbers/interval.hpp"

#include "catch.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

using namespace primerank;
using namespace primerank::cluster;

namespace {

std::string concatenate(std::string_view left, std::string_view right) {
    return std::string(left) + std::string(right);
}

/// An affine map x -> a x + b mod 2^64: composing maps is associative and does not commute.
struct Affine {
    std::uint64_t a = 1;
    std::uint64_t b = 0;
};

Affine composed(const Affine& left, const Affine& right) {
    return {left.a * right.a, left.a * right.b + left.b};
}

Affine affine_from(std::string_view bytes) {
    Affine map;
    std::memcpy(&map, bytes.data(), sizeof map);
    return map;
}

/// So many maps one after another, which are composed one by one: of 16, 160 and 1600 bytes.
template <std::size_t Count>
std::string bytes_of(const std::array<Affine, Count>& maps) {
    return {reinterpret_cast<const char*>(maps.data()), sizeof maps};
}

std::string compose(std::string_view left, std::string_view right) {
    std::string result;
    for (std::size_t at = 0; at < left.size(); at += sizeof(Affine)) {
        result += bytes_of(
            std::array{composed(affine_from(left.substr(at)), affine_from(right.substr(at)))});
    }
    return result;
}

/// What rank r gives, each map another.
template <std::size_t Count>
std::array<Affine, Count> maps_of(int rank) {
    std::array<Affine, Count> maps;
    for (std::size_t i = 0; i < Count; ++i) {
        const auto r = static_cast<std::uint64_t>(rank) + i;
        maps[i] = {2 * r + 3, r * r + 7};
    }
    return maps;
}

template <std::size_t Count>
void check_reduction(Ranks& ranks) {
    std::string expected = bytes_of(maps_of<Count>(0));
    for (int i = 1; i < ranks.size(); ++i) {
        expected = compose(expected, bytes_of(maps_of<Count>(i)));
    }
    const std::string all =
        ranks.reduce_text(bytes_of(maps_of<Count>(ranks.rank())), compose, true);
    if (ranks.rank() == 0) {
        CHECK((all == expected));
    }
}

} // namespace

TEST_CASE("Chunks are scattered and reports gathered in the order of ranks", "[mpi]") {
    Ranks& ranks = world();
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

TEST_CASE("A reduction keeps the order of ranks, for fixed sizes and for any", "[mpi]") {
    Ranks& ranks = world();
    check_reduction<1>(ranks);
    check_reduction<10>(ranks);
    check_reduction<50>(ranks);
    check_reduction<100>(ranks);
    std::string letters;
    for (int i = 0; i < ranks.size(); ++i) {
        letters += std::string(static_cast<std::size_t>(i), static_cast<char>('a' + i));
    }
    const auto mine = static_cast<std::size_t>(ranks.rank());
    const std::string spelled = ranks.reduce_text(
        std::string(mine, static_cast<char>('a' + ranks.rank())), concatenate, false);
    if (ranks.rank() == 0) {
        CHECK(spelled == letters);
    }
}

TEST_CASE("Texts of any length go out and come back", "[mpi]") {
    Ranks& ranks = world();
    std::vector<std::string> parts;
    for (int i = 0; ranks.rank() == 0 && i < ranks.size(); ++i) {
        parts.push_back(std::string(static_cast<std::size_t>(1000 * i), '\0') + std::to_string(i));
    }
    const std::string mine = ranks.scatter_text(parts);
    CHECK(mine.size() == static_cast<std::size_t>(1000 * ranks.rank()) + 1);
    const std::vector<std::string> gathered = ranks.gather_texts(mine);
    CHECK((gathered == parts));
    CHECK(from_root(ranks, 10 + ranks.rank()) == 10);
    CHECK(from_root(ranks, ranks.rank() == 0));
    CHECK_FALSE(from_root(ranks, ranks.rank() != 0));
}

TEST_CASE("Waiting for a late rank leaves time to idle", "[mpi]") {
    Ranks& ranks = world();
    const int late = ranks.size() - 1;
    // The late rank comes when each of the others has left a file there, or after a minute.
    std::vector<std::string> folders(static_cast<std::size_t>(ranks.size()));
    if (ranks.rank() == 0) {
        std::string folder = (std::filesystem::temp_directory_path() / "late-XXXXXX").string();
        REQUIRE(mkdtemp(folder.data()) != nullptr);
        folders.assign(folders.size(), folder);
    } else {
        folders.clear();
    }
    const std::filesystem::path folder = ranks.scatter_text(folders);
    const auto waiting = [&] {
        return std::distance(std::filesystem::directory_iterator(folder), {});
    };
    if (ranks.rank() == late) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (waiting() < late && std::chrono::steady_clock::now() < patience) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        CHECK(waiting() == late);
    }
    ranks.await_all([&] { std::ofstream(folder / std::to_string(ranks.rank())); });
    ranks.await_all([] {});
    if (ranks.rank() == 0) {
        std::filesystem::remove_all(folder);
    }
}

TEST_CASE("Every rank gets a thread at least", "[mpi]") {
    Ranks& ranks = world();
    const Placement placement = place_ranks(ranks, 0);
    CHECK(placement.threads >= 1);
    CHECK(place_ranks(ranks, 3).threads == 3);
    if (ranks.rank() == 0) {
        CHECK(placement.ranks.size() == static_cast<std::size_t>(ranks.size()));
        CHECK(placement.hosts().size() == 1);
    }
}

TEST_CASE("All ranks write one file", "[mpi]") {
    Ranks& ranks = world();
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
