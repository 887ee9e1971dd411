#include "sieve/patterns.hpp"

#include "sieve/pages.hpp"

#include <algorithm>
#include <numeric>

namespace primerank::sieve {
namespace {

using Group = std::vector<std::uint32_t>;

std::vector<std::uint32_t> presieved_primes(std::uint32_t first_prime) {
    std::vector<std::uint32_t> primes;
    for (std::uint32_t n = first_prime; n <= presieve_limit; ++n) {
        std::uint32_t divisor = 2;
        while (n % divisor != 0) {
            ++divisor;
        }
        if (divisor == n) {
            primes.push_back(n);
        }
    }
    return primes;
}

/// Above this, primes have patterns of their own.
constexpr std::uint32_t pair_limit = 100;

/// Neighbours go together.
std::vector<Group> grouped(const std::vector<std::uint32_t>& primes, unsigned triples) {
    std::vector<Group> groups;
    std::size_t i = 0;
    while (i < primes.size()) {
        std::size_t size = 1;
        if (groups.size() < triples) {
            size = 3;
        } else if (i + 1 < primes.size() && primes[i + 1] < pair_limit) {
            size = 2;
        }
        const auto* const from = primes.data() + i;
        groups.emplace_back(from, from + size);
        i += size;
    }
    return groups;
}

std::uint32_t period(const Group& group) {
    return std::accumulate(group.begin(), group.end(), std::uint32_t{1}, std::multiplies<>());
}

std::size_t length(const Group& group) {
    return (period(group) + presieve_block + 63) / 64 * 64;
}

} // namespace

Patterns::Patterns(std::uint32_t first_prime, unsigned triples, Draw draw) {
    const std::vector<Group> groups = grouped(presieved_primes(first_prime), triples);
    std::size_t total = 0;
    for (const Group& group : groups) {
        total += length(group);
    }
    memory_.resize(total);
    fetch_pages(memory_.data(), total);
    std::fill_n(memory_.data(), total, std::uint8_t{255});
    std::uint8_t* pattern = memory_.data();
    for (const Group& group : groups) {
        for (const std::uint32_t prime : group) {
            draw(prime, pattern, length(group));
        }
        const std::uint32_t bytes = period(group);
        cursors_.push_back({pattern, bytes, std::uint32_t{presieve_block} % bytes, 0});
        pattern += length(group);
    }
}

} // namespace primerank::sieve
