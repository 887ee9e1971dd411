#include "pi/pi_table.hpp"

#include "numbers/roots.hpp"
#include "pi/odd_sieve.hpp"
#include "pi/parallel.hpp"

#include <algorithm>

namespace primerank::pi {
namespace {

constexpr std::uint64_t window_entries = 1 << 14; // 2^20 numbers

} // namespace

PiTable::PiTable(std::uint64_t limit, unsigned threads) : entries_((limit / 128 + 1) * 2) {
    const auto primes = small_primes(static_cast<std::uint32_t>(integer_sqrt(this->limit()) + 1));
    const std::uint64_t windows = (entries_.size() + window_entries - 1) / window_entries;
    in_parallel(windows, threads, [&](std::uint64_t first, std::uint64_t last) {
        OddSieve sieve(primes);
        for (std::uint64_t w = first; w < last; ++w) {
            const std::uint64_t begin = w * window_entries;
            const std::uint64_t end = std::min(begin + window_entries, entries_.size());
            std::uint64_t e = begin;
            for (const std::uint64_t word : sieve.window(64 * begin, 64 * end)) {
                entries_[e++] = word & 0xffffffff;
                entries_[e++] = word >> 32;
            }
        }
    });
    std::uint64_t count = 0;
    for (std::uint64_t& entry : entries_) {
        const auto primes_here = static_cast<std::uint64_t>(std::popcount(entry));
        entry |= count << 32;
        count += primes_here;
    }
}

} // namespace primerank::pi
