#include "pi/pi_table.hpp"

#include "numbers/roots.hpp"
#include "pi/parallel.hpp"
#include "pi/prime_sieve.hpp"
#include "pi/small_primes.hpp"

#include <algorithm>
#include <span>

namespace primerank::pi {
namespace {

constexpr std::uint64_t window_entries = 15 << 11; // 64 numbers each; a multiple of 32 30

} // namespace

PiTable::PiTable(std::uint64_t limit, const Kernels& kernels, const Patterns& patterns,
                 const Builders& builders)
    : entries_(fetched_buffer<std::uint64_t>((limit / 960 + 1) * 15, builders)) {
    const auto primes = small_primes(static_cast<std::uint32_t>(integer_sqrt(this->limit()) + 1));
    const std::uint64_t windows = (entries_.size() + window_entries - 1) / window_entries;
    in_parallel(windows, builders, [&](std::uint64_t first, std::uint64_t last) {
        PrimeSieve sieve(kernels, patterns, primes);
        std::vector<std::uint32_t> odd_words;
        for (std::uint64_t w = first; w < last; ++w) {
            builders.check();
            const std::uint64_t begin = w * window_entries;
            const std::uint64_t end =
                std::min<std::uint64_t>(begin + window_entries, entries_.size());
            to_odd_words(sieve.window(64 * begin, 64 * end), odd_words);
            std::copy(odd_words.begin(), odd_words.end(), entries_.data() + begin);
        }
    });
    std::uint64_t count = 0;
    for (std::uint64_t& entry : std::span(entries_.data(), entries_.size())) {
        const std::uint64_t primes_here = count_bits(static_cast<std::uint32_t>(entry));
        entry |= count << 32;
        count += primes_here;
    }
}

} // namespace primerank::pi
