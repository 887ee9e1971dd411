#pragma once

#include "numbers/interval.hpp"

#include <cstddef>

namespace primerank::sieve {

/// How the primes of an interval are found. All methods give the same bits.
enum class Method {
    enumerate, ///< whichever of the other two is cheaper for the interval
    sieve,     ///< sieve of Eratosthenes with all primes up to the square root
    test,      ///< sieve with few primes, then test each survivor for primality
};

/// What enumerate means for an interval with the instruction set of this process; sieve and test
/// mean themselves. with_primes says that the sieving primes for it are yet to be found.
Method resolve(Method method, const Interval& interval, bool with_primes);

/// Estimated seconds that one thread of a current core takes for interval by AVX-512, sieving
/// primes already at hand: the same on every node, for what all ranks must decide alike. Monotone
/// in the width, and smooth but for a jump of tests at 2^52; takes well under 100 ns.
double cost(const Interval& interval, Method method);

/// Where a long interval is best cut, at or below position: so that no piece ends in the middle of
/// a window of the sieve, for which its primes are gone through all the same. Any position will do
/// for an interval with few such windows, for small primes, or where no primes are sieved.
uint128 preferred_border(const Interval& interval, uint128 position, Method method);

/// Bytes of memory, exact to 10 %.
struct MemoryForecast {
    std::size_t shared = 0;     ///< sieving primes, once a process
    std::size_t per_thread = 0; ///< segment, buckets and tables of one Sieve
};

/// What threads need that sieve pieces of at most piece_width numbers below stop.
MemoryForecast memory_forecast(uint128 stop, uint128 piece_width, Method method);

} // namespace primerank::sieve
