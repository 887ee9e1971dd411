// The multiples that the kernels find in a window, at all heights to 2^82, against 128-bit
// arithmetic: of bitmaps whose bits are random, since no kernel asks whether p is prime.

#include "instruction_sets.hpp"
#include "numbers/roots.hpp"
#include "random_cases.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/kernels.hpp"
#include "sieve/segment.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::sieve;

namespace {

class Composites final : public CompositeSink {
  public:
    void take(const std::uint32_t* composites, std::size_t count) override {
        found.insert(found.end(), composites, composites + count);
    }

    std::vector<std::uint32_t> found;
};

/// A random bitmap, of numbers from prime_origin on.
struct Candidates {
    Candidates(std::mt19937_64& random, std::uint64_t first_byte, std::size_t bytes)
        : origin(30 * first_byte), size(bytes), bits(bytes + 64) {
        std::generate_n(bits.data(), bytes,
                        [&] { return static_cast<std::uint8_t>(random() & random()); });
        std::fill_n(bits.data() + bytes, 64, std::uint8_t{0});
    }

    template <class Visit>
    void for_each(const EmissionTask& task, const Visit& visit) const {
        for (std::size_t k = 0; k < size; ++k) {
            for (unsigned bit = 0; bit < 8; ++bit) {
                const std::uint64_t p = origin + 30 * k + wheel_residues[bit];
                const std::uint64_t counted = p - task.prime_origin;
                if ((bits[k] >> bit & 1) != 0 && counted >= task.first_prime
                    && counted <= task.last_prime) {
                    visit(p);
                }
            }
        }
    }

    std::uint64_t origin;
    std::size_t size;
    AlignedBuffer<std::uint8_t> bits;
};

std::uint32_t composite(const EmissionTask& task, uint128 number) {
    const auto offset = static_cast<std::uint64_t>(number - task.start);
    const std::uint8_t bit = wheel_bits[offset % 30];
    return static_cast<std::uint32_t>(
        offset / 30 << byte_shift(task.notation)
        | (task.notation == Notation::hit ? masks_without_bit[bit] : bit));
}

/// Of the candidates: what must be found, and all that may be.
struct Expected {
    std::vector<std::uint32_t> least;
    std::vector<std::uint32_t> most;
};

Expected expected(const EmissionTask& task, const Candidates& candidates) {
    Expected composites;
    const uint128 stop = task.start + uint128{30} * task.window_size;
    candidates.for_each(task, [&](std::uint64_t p) {
        for (uint128 q = (task.start + p - 1) / p; q * p < stop; ++q) {
            const auto divides = [&](unsigned d) { return q % d == 0; };
            constexpr std::array<unsigned, 3> wheel = {2, 3, 5};
            constexpr std::array<unsigned, 8> filters = {7, 11, 13, 17, 19, 23, 29, 31};
            if (q < p || std::any_of(wheel.begin(), wheel.end(), divides)) {
                continue;
            }
            composites.most.push_back(composite(task, p * q));
            if (std::none_of(filters.begin(), filters.end(), divides)) {
                composites.least.push_back(composite(task, p * q));
            }
        }
    });
    std::sort(composites.least.begin(), composites.least.end());
    std::sort(composites.most.begin(), composites.most.end());
    return composites;
}

using Kernel = void (*Kernels::*)(const EmissionTask&, CompositeSink&);

void check(Kernel kernel, EmissionTask task, const Candidates& candidates) {
    INFO("window " << to_string(task.start) << " + 30 * " << task.window_size << ", primes from "
                   << task.prime_origin << " + " << task.first_prime << " to " << task.last_prime
                   << ", " << task.parts << " parts");
    for (const Notation notation : {Notation::position, Notation::hit}) {
        task.notation = notation;
        if (notation == Notation::hit && task.window_size >= 1U << 24) {
            continue;
        }
        const Expected sought = expected(task, candidates);
        for (const InstructionSet set : instruction_sets()) {
            INFO(name(set));
            Composites composites;
            (kernels(set, notation).*kernel)(task, composites);
            std::sort(composites.found.begin(), composites.found.end());
            const bool all = std::includes(composites.found.begin(), composites.found.end(),
                                           sought.least.begin(), sought.least.end());
            CHECK(all);
            const bool nothing_else =
                std::includes(sought.most.begin(), sought.most.end(), composites.found.begin(),
                              composites.found.end());
            CHECK(nothing_else);
        }
    }
}

/// Between two bounds, each power of 2 as likely as any.
std::uint64_t some(std::mt19937_64& random, double from, double to) {
    return static_cast<std::uint64_t>(log_uniform(random, from, to));
}

/// All candidates from the first one that is at least `prime` on, but for some of the last.
EmissionTask task_of(const Candidates& candidates, std::uint64_t prime, std::mt19937_64& random) {
    EmissionTask task{};
    task.primes = candidates.bits.data();
    task.primes_byte = static_cast<std::uint32_t>(candidates.origin / 30);
    task.first_prime = prime;
    task.last_prime = candidates.origin + 30 * candidates.size - 1 - random() % 100;
    return task;
}

/// A window above the squares of the candidates, or often right above.
uint128 some_start(std::mt19937_64& random, double largest_prime, double most) {
    const double square = largest_prime * largest_prime;
    const double height =
        random() % 3 == 0 ? square : log_uniform(random, square, std::max(most, square));
    return (static_cast<uint128>(height) + random()) / 30 * 30;
}

constexpr double top = 0x1p81; // 2.4 10^24

} // namespace

TEST_CASE("Primes with several multiples in a window find them at every height",
          "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 25 * test_scale(); ++i) {
        const std::uint64_t prime = some(random, 1e5, 0x1p32 - 1e6);
        const Candidates candidates(random, prime / 30 / 64 * 64, 64 + random() % 3000);
        EmissionTask task = task_of(candidates, prime, random);
        task.start = some_start(random, static_cast<double>(task.last_prime), top);
        const double widest = std::min(333.0 * static_cast<double>(prime), 0x1p27);
        task.window_size = static_cast<std::uint32_t>(some(random, 64, std::min(widest, 1e8)));
        check(&Kernels::emit_multiple, task, candidates);
    }
}

TEST_CASE("Primes with one multiple at most in a part find it at every height", "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 200 * test_scale(); ++i) {
        const std::uint64_t prime = some(random, 6e5, 0x1p32 - 1e6);
        const Candidates candidates(random, prime / 30 / 64 * 64, 64 + random() % 9000);
        EmissionTask task = task_of(candidates, prime, random);
        task.start = some_start(random, static_cast<double>(task.last_prime),
                                std::min(top, 0.9 * 0x1p47 * static_cast<double>(prime)));
        task.parts = 1 + static_cast<std::uint32_t>(random() % EmissionTask::most_parts);
        const std::uint64_t part = some(random, 64, static_cast<double>(prime) / 18 - 1);
        task.window_size =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(part * task.parts, 1U << 27));
        check(&Kernels::emit_single, task, candidates);
    }
}

TEST_CASE("Distant primes find their multiple, wherever they are counted from", "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 300 * test_scale(); ++i) {
        const std::uint64_t prime = some(random, 0x1p32, 0x1p40);
        const std::uint64_t first_byte = prime / 30 / 64 * 64 - 64 * (random() % 100);
        const Candidates candidates(random, first_byte, 6500 + random() % 9000);
        EmissionTask task = task_of(candidates, std::max(prime, std::uint64_t{1} << 32), random);
        const auto largest = static_cast<double>(task.last_prime);
        task.prime_origin = candidates.origin;
        task.primes_byte = 0;
        task.first_prime -= task.prime_origin;
        task.last_prime -= task.prime_origin;
        task.parts = 1;
        task.start = some_start(random, largest, 0x1p81);
        // Windows of 2^27 bytes, or half of that beyond 2^80, are the longest that LargePrimes has.
        const double longest = task.start >> 80 == 0 ? 0x1p27 : 0x1p26;
        task.window_size = static_cast<std::uint32_t>(some(random, 1e5, longest));
        check(&Kernels::emit_distant, task, candidates);
    }
}
