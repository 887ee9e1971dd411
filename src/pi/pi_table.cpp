#include "pi/pi_table.hpp"

#include "numbers/roots.hpp"
#include "pi/parallel.hpp"
#include "pi/prime_sieve.hpp"
#include "pi/small_primes.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace primerank::pi {
namespace {

constexpr std::uint64_t window_entries = 8192;
constexpr std::uint64_t struck_anyway = 19; // primes up to here, by patterns in any window

} // namespace

PiTable::PiTable(std::uint64_t limit, const Kernels& kernels, const Patterns& patterns,
                 const Builders& builders)
    : entries_(fetched_buffer<Entry>(limit / 240 + 1, builders)) {
    const std::uint64_t root = integer_sqrt(this->limit()) + 1;
    const auto primes = small_primes(static_cast<std::uint32_t>(std::max(root, struck_anyway)));
    const std::uint64_t windows = (entries_.size() + window_entries - 1) / window_entries;
    in_parallel(windows, builders, [&](std::uint64_t first, std::uint64_t last) {
        PrimeSieve sieve(kernels, patterns, primes);
        for (std::uint64_t w = first; w < last; ++w) {
            builders.check();
            const std::uint64_t begin = w * window_entries;
            const std::uint64_t end =
                std::min<std::uint64_t>(begin + window_entries, entries_.size());
            const std::uint8_t* const bytes = sieve.window(240 * begin, 240 * end).bytes.data();
            for (std::uint64_t e = begin; e < end; ++e) {
                std::memcpy(&entries_[e].low_half, bytes + 8 * (e - begin), 4);
                std::memcpy(&entries_[e].high_half, bytes + 8 * (e - begin) + 4, 4);
            }
        }
    });
    std::uint32_t count = 3;
    for (Entry& entry : std::span(entries_.data(), entries_.size())) {
        entry.before = count;
        count += static_cast<std::uint32_t>(count_bits(entry.word()));
    }
}

} // namespace primerank::pi
