// Counts primes the way the whole program does, as a process that does nothing else:
//     bench_count START STOP|+WIDTH
#include "numbers/bound.hpp"
#include "numbers/instruction_set.hpp"
#include "sieve/sieve.hpp"

#include <cstring>
#include <exception>
#include <iostream>

namespace {

#if PRIMERANK_X86
PRIMERANK_TARGET_BEGIN("popcnt")
#endif

std::uint64_t count_bits(const primerank::sieve::Segment& segment) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < segment.bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, segment.bytes.data() + i, sizeof word);
        count += static_cast<unsigned>(__builtin_popcountll(word));
    }
    return count;
}

#if PRIMERANK_X86
PRIMERANK_TARGET_END
#endif

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 3) {
            std::cerr << "bench_count START STOP|+WIDTH\n";
            return 2;
        }
        const primerank::Interval interval = primerank::parse_interval(argv[1], argv[2]);
        std::uint64_t count = 0;
        for (const std::uint64_t prime : {2U, 3U, 5U}) {
            count += interval.contains(prime) ? 1 : 0;
        }
        primerank::sieve::Sieve sieve(std::make_shared<primerank::sieve::SievingPrimesCache>());
        sieve.run(interval, [&](const auto& segment) { count += count_bits(segment); });
        std::cout << count << '\n';
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "bench_count: " << error.what() << '\n';
        return 1;
    }
}
