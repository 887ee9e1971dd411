#pragma once

#include "primerank/uint128.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace primerank {

/// The shape of a constellation: offsets from its first member, ascending from 0 up to at most
/// 1000, such as {0, 2, 6}: primes p, p + 2 and p + 6, whatever else is prime between. They have to
/// be admissible: for no prime q do they leave all remainders modulo q.
using Offsets = std::vector<std::uint64_t>;

// A constellation belongs to an interval [start, stop), 0 <= start <= stop <= 2^64, that holds all
// its members. threads, and who may call, as in count.hpp. Both throw std::invalid_argument for
// offsets that are no such shape, when start > stop or stop > 2^64; std::runtime_error when a
// thread cannot be started; std::bad_alloc.

/// How many constellations an interval holds.
std::uint64_t count_constellations(const Offsets& offsets, uint128 start, uint128 stop,
                                   unsigned threads = 0);

/// Hands over the first members of all constellations of an interval, ascending, some at a time.
/// visit is called in the calling thread, while others search ahead; the span is valid until it
/// returns, and what it throws ends the call and reaches the caller. Takes up to 50 MB a thread.
void for_each_constellation(const Offsets& offsets, uint128 start, uint128 stop,
                            const std::function<void(std::span<const std::uint64_t>)>& visit,
                            unsigned threads = 0);

} // namespace primerank
