#include "sieve/line_medium_primes.hpp"

#include "sieve/kernels.hpp"
#include "sieve/line_small_primes.hpp"
#include "sieve/medium_primes.hpp"

#include <algorithm>

namespace primerank::sieve {

void LineMediumPrimes::load(const SievingPrimes& primes, std::uint64_t last,
                            std::uint32_t line_bits) {
    const auto for_each = [&](const auto& visit) {
        if (last > line_small_limit) {
            primes.for_each(line_small_limit + 1, last, visit);
        }
    };
    std::size_t count = 0;
    for_each([&](std::uint32_t) { ++count; });
    positions_.reset(count, medium_group, line_bits);
    for_each([&](std::uint32_t prime) { positions_.add(prime); });
    positions_.fill_up();
}

void LineMediumPrimes::enter(std::uint64_t start, std::uint64_t last_number) {
    positions_.enter(start, last_number);
}

void LineMediumPrimes::cross_out(std::uint8_t* line, std::size_t size, unsigned steps) {
    kernels_->cross_out_line(line, static_cast<std::uint32_t>(8 * size), steps, positions_.primes(),
                             positions_.steps(), positions_.firsts(), positions_.in_use());
}

} // namespace primerank::sieve
