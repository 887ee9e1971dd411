// Random windows at every height, and the places where arithmetic is at its edge, against
// libprimesieve: the primes themselves, on every instruction set that this processor has.

#include "numbers/roots.hpp"
#include "oracle.hpp"
#include "sieve/sieve.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

using namespace primerank;
using namespace primerank::sieve;

namespace {

std::vector<InstructionSet> instruction_sets() {
    std::vector<InstructionSet> sets;
    for (const InstructionSet set :
         {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
        if (set <= best_instruction_set()) {
            sets.push_back(set);
        }
    }
    return sets;
}

/// How many times the usual number of random cases: PRIMERANK_TEST_SCALE.
int scale() {
    const char* text = std::getenv("PRIMERANK_TEST_SCALE");
    return text == nullptr ? 1 : std::max(1, std::atoi(text));
}

/// Sieves of all kinds that share one cache, each reused from window to window.
class Sieves {
  public:
    Sieves() {
        for (const InstructionSet set : instruction_sets()) {
            for (const std::size_t bytes : {max_segment_bytes, std::size_t{4096}}) {
                sieves_.emplace_back(cache_, Method::sieve, SieveOptions{set, bytes});
                names_.push_back(std::string(name(set)) + ", segments of " + std::to_string(bytes));
            }
            sieves_.emplace_back(cache_, Method::test, SieveOptions{set});
            names_.push_back(std::string(name(set)) + ", survivors tested");
        }
    }

    /// Checks the interval with all sieves, or with `some` of them in turn.
    void check(const Interval& interval, std::size_t some = 100) {
        INFO("interval " << to_string(interval));
        const std::vector<std::uint64_t> expected = expected_primes(interval);
        for (std::size_t turn = 0; turn < std::min(some, sieves_.size()); ++turn) {
            const std::size_t i = next_++ % sieves_.size();
            INFO(names_[i]);
            std::vector<std::uint64_t> found;
            uint128 next = interval.start / 30 * 30;
            sieves_[i].run(interval, [&](const Segment& segment) {
                // Adjacent, aligned, and followed by zeros, as Segment promises.
                const bool sound =
                    segment.base == next && segment.bytes.size() % 8 == 0
                    && reinterpret_cast<std::uintptr_t>(segment.bytes.data()) % 64 == 0
                    && std::all_of(segment.bytes.data() + segment.bytes.size(),
                                   segment.bytes.data() + segment.bytes.size() + 64,
                                   [](std::uint8_t byte) { return byte == 0; });
                REQUIRE(sound);
                append_primes(segment, found);
                next += uint128{30} * segment.bytes.size();
            });
            CHECK((interval.empty() || next >= interval.stop));
            const bool same = found == expected; // not in CHECK: it would print a million primes
            CHECK(same);
        }
    }

  private:
    std::shared_ptr<SievingPrimesCache> cache_ = std::make_shared<SievingPrimesCache>();
    std::vector<Sieve> sieves_;
    std::vector<std::string> names_;
    std::size_t next_ = 0;
};

Interval around(uint128 middle, std::uint64_t reach) {
    return {middle < reach ? 0 : middle - reach, std::min(middle + reach, two_to_the_64)};
}

} // namespace

TEST_CASE("Windows at random heights hold the right primes", "[sieve][random]") {
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    Sieves sieves;
    const auto log_uniform = [&](double bits) {
        return std::exp2(std::uniform_real_distribution<>(0, bits)(random));
    };
    for (int i = 0; i < 30 * scale(); ++i) {
        const double height = std::min(log_uniform(64), 0x1.fffffffffffffp63);
        const double widest = i % 20 == 0 ? 24 : 18; // of a window, in bits
        const auto start = static_cast<std::uint64_t>(height);
        const auto width = static_cast<std::uint64_t>(log_uniform(widest));
        sieves.check({start, std::min(uint128{start} + width, two_to_the_64)}, 1);
    }
}

TEST_CASE("Windows around the edges hold the right primes", "[sieve]") {
    Sieves sieves;
    sieves.check(around(uint128{1} << 32, 100'000));
    sieves.check(around(uint128{1} << 63, 100'000), 2);
    sieves.check({two_to_the_64 - 100, two_to_the_64}, 1);
    sieves.check({two_to_the_64 - 1'000'000, two_to_the_64 - 1}, 1);
    sieves.check({two_to_the_64 - 10'000'000, two_to_the_64}, 2);
    sieves.check({two_to_the_64 - 1, two_to_the_64}, 1);
    sieves.check({5, 5});
}

TEST_CASE("Squares of primes are crossed out when they are first due", "[sieve]") {
    Sieves sieves;
    // Around the borders between pre-sieved, small, medium and large primes, and the last square.
    for (const std::uint64_t prime :
         {7ULL, 307ULL, 311ULL, 9973ULL, 10007ULL, 982'981ULL, 983'063ULL, 40'000'003ULL}) {
        const uint128 square = uint128{prime} * prime;
        sieves.check(around(square, 2));
        sieves.check({square, square + 1});
        sieves.check({square - 30'000, square + 1});
        sieves.check({square + 1, square + 1000});
    }
    const uint128 last_square = uint128{4'294'967'291} * 4'294'967'291;
    sieves.check({last_square - 1000, last_square + 1000}, 1);
}
