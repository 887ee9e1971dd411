#pragma once

#include "numbers/interval.hpp"
#include "sieve/sieve.hpp"

#include <cstdint>
#include <limits>
#include <primesieve.hpp>
#include <vector>

namespace primerank::sieve {

/// The primes from 7 on of an interval, from libprimesieve.
inline std::vector<std::uint64_t> expected_primes(const Interval& interval) {
    std::vector<std::uint64_t> primes;
    if (interval.stop > 7 && !interval.empty()) {
        // libprimesieve's intervals are closed, and 18446744073709551557 is the last 64-bit prime.
        const auto first = static_cast<std::uint64_t>(interval.start < 7 ? 7 : interval.start);
        const auto last = static_cast<std::uint64_t>(interval.stop - 1);
        if (first <= last) {
            primesieve::generate_primes(first, last, &primes);
        }
    }
    return primes;
}

/// The numbers of a segment's 1 bits.
inline void append_primes(const Segment& segment, std::vector<std::uint64_t>& primes) {
    for (std::size_t k = 0; k < segment.bytes.size(); ++k) {
        for (unsigned bits = segment.bytes[k]; bits != 0; bits &= bits - 1) {
            primes.push_back(segment.base + 30 * k
                             + wheel_residues[static_cast<unsigned>(__builtin_ctz(bits))]);
        }
    }
}

} // namespace primerank::sieve
