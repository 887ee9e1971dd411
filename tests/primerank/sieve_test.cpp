#include "primerank/sieve.hpp"

#include "primerank/awkward.hpp"
#include "primerank/pi.hpp"
#include "tally/reference_sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

using namespace primerank;

namespace {

using Primes = std::vector<std::uint64_t>;

/// Wide enough for every thread to have pieces.
constexpr uint128 billion = 1'000'000'000;
constexpr std::size_t primes_below_a_billion = 50'847'534;

/// Of a bitmap, one by one.
Primes primes_of(const Bitmap& bitmap) {
    Primes primes;
    for (const unsigned p : {2U, 3U, 5U}) {
        if (bitmap.start <= p && p < bitmap.stop) {
            primes.push_back(p);
        }
    }
    for (std::size_t k = 0; k < bitmap.bytes.size(); ++k) {
        for (unsigned i = 0; i < 8; ++i) {
            if ((bitmap.bytes[k] >> i & 1) != 0) {
                primes.push_back(bitmap.base + 30 * k + bitmap_residues[i]);
            }
        }
    }
    return primes;
}

/// The pieces of an interval, brought in order where they came in none, must be adjacent.
template <class Piece>
class Pieces {
  public:
    void add(const Piece& piece, Primes primes) {
        pieces_.push_back({piece.start, piece.stop, std::move(primes)});
    }

    void sort() {
        std::sort(pieces_.begin(), pieces_.end(),
                  [](const auto& a, const auto& b) { return a.start < b.start; });
    }

    [[nodiscard]] Primes joined(const Bounds& bounds) const {
        Primes all;
        uint128 place = bounds.start;
        for (const auto& [start, stop, primes] : pieces_) {
            REQUIRE(start == place);
            REQUIRE(start < stop);
            place = stop;
            all.insert(all.end(), primes.begin(), primes.end());
        }
        REQUIRE(place == bounds.stop);
        return all;
    }

  private:
    struct Found {
        uint128 start;
        uint128 stop;
        Primes primes;
    };
    std::vector<Found> pieces_;
};

Primes by_windows(Sieve& sieve, const Bounds& bounds, Order order) {
    Pieces<Window> pieces;
    std::mutex mutex;
    sieve.for_each_window(
        bounds.start, bounds.stop,
        [&](const Window& window) {
            const std::lock_guard lock(mutex);
            pieces.add(window, {window.primes.begin(), window.primes.end()});
        },
        order);
    if (order == Order::any) {
        pieces.sort();
    }
    return pieces.joined(bounds);
}

Primes by_bitmaps(Sieve& sieve, const Bounds& bounds, Order order) {
    Pieces<Bitmap> pieces;
    std::mutex mutex;
    sieve.for_each_bitmap(
        bounds.start, bounds.stop,
        [&](const Bitmap& bitmap) {
            const std::lock_guard lock(mutex);
            pieces.add(bitmap, primes_of(bitmap));
        },
        order);
    if (order == Order::any) {
        pieces.sort();
    }
    return pieces.joined(bounds);
}

std::string message_of(Sieve& sieve, uint128 start, uint128 stop) {
    try {
        (void)sieve.primes(start, stop);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "none";
}

} // namespace

TEST_CASE("windows, bitmaps and lists hold the primes of any interval") {
    for (const unsigned threads : thread_counts()) {
        Sieve sieve(threads);
        REQUIRE(sieve.threads() == threads);
        for (const Bounds& bounds : awkward_intervals()) {
            INFO(to_string(bounds.start) << " to " << to_string(bounds.stop));
            const Primes primes = reference::primes_in({bounds.start, bounds.stop});
            CHECK(sieve.primes(bounds.start, bounds.stop) == primes);
            for (const Order order : {Order::ascending, Order::any}) {
                CHECK(by_windows(sieve, bounds, order) == primes);
                CHECK(by_bitmaps(sieve, bounds, order) == primes);
            }
        }
    }
}

TEST_CASE("many pieces are the same in every order and at every number of threads") {
    const Bounds bounds{7 * billion + 11, 8 * billion + 3};
    Sieve alone(1);
    const Primes primes = alone.primes(bounds.start, bounds.stop);
    CHECK(primes.size() == prime_pi(bounds.stop - 1) - prime_pi(bounds.start - 1));
    for (const unsigned threads : {2U, 5U}) {
        Sieve sieve(threads);
        CHECK(sieve.primes(bounds.start, bounds.stop) == primes);
        CHECK(by_windows(sieve, bounds, Order::any) == primes);
    }
}

TEST_CASE("windows in order come one at a time to the calling thread") {
    Sieve sieve(3);
    const std::thread::id caller = std::this_thread::get_id();
    std::size_t primes = 0;
    sieve.for_each_window(0, billion, [&](const Window& window) {
        REQUIRE(std::this_thread::get_id() == caller);
        REQUIRE(window.thread == 0);
        primes += window.primes.size();
    });
    CHECK(primes == primes_below_a_billion);
}

TEST_CASE("windows in any order tell threads apart") {
    Sieve sieve(3);
    std::vector<std::size_t> primes(sieve.threads());
    std::vector<std::atomic<bool>> busy(sieve.threads());
    sieve.for_each_window(
        0, billion,
        [&](const Window& window) {
            const bool shared = busy.at(window.thread).exchange(true);
            primes[window.thread] += shared ? 0 : window.primes.size();
            busy[window.thread] = false;
        },
        Order::any);
    CHECK(primes[0] + primes[1] + primes[2] == primes_below_a_billion);
}

TEST_CASE("what a visitor throws ends the call and reaches the caller") {
    struct Enough {};
    for (const unsigned threads : thread_counts()) {
        Sieve sieve(threads);
        for (const Order order : {Order::ascending, Order::any}) {
            std::atomic<int> calls = 0;
            const auto visit = [&](const auto&) {
                if (++calls == 3) {
                    throw Enough{};
                }
            };
            CHECK_THROWS_AS(sieve.for_each_window(0, billion, visit, order), Enough);
            CHECK((order == Order::any || calls == 3));
            calls = 0;
            CHECK_THROWS_AS(sieve.for_each_bitmap(0, billion, visit, order), Enough);
        }
        CHECK(sieve.primes(0, 20) == Primes{2, 3, 5, 7, 11, 13, 17, 19});
    }
}

TEST_CASE("intervals that are none are refused") {
    Sieve sieve(2);
    CHECK(message_of(sieve, 10, 5) == "[10, 5) is no interval: it stops before it starts");
    CHECK(message_of(sieve, 0, largest_stop + 1)
          == "[0, 18446744073709551617) goes beyond 2^64, the largest stop");
    CHECK_THROWS_AS(sieve.for_each_window(10, 5, [](const Window&) {}), std::invalid_argument);
    CHECK_THROWS_AS(sieve.for_each_bitmap(10, 5, [](const Bitmap&) {}), std::invalid_argument);
}

TEST_CASE("a sieve moves") {
    Sieve sieve(2);
    Sieve other = std::move(sieve);
    CHECK(other.primes(90, 100) == Primes{97});
}
