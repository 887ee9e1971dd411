#include "sieve/line_small_primes.hpp"

#include "sieve/presieve.hpp"

#include <algorithm>

namespace primerank::sieve {
namespace {

constexpr std::ptrdiff_t carry(unsigned c, unsigned i) {
    return static_cast<std::ptrdiff_t>(i * c / 8);
}

constexpr std::uint8_t mask(unsigned c, unsigned i) {
    return static_cast<std::uint8_t>(~(1U << (i * c % 8)));
}

} // namespace

void LineSmallPrimes::load(const SievingPrimes& primes, std::uint64_t last,
                           const LineLayout& layout) {
    layout_ = layout;
    for (Class& one : classes_) {
        one.primes.clear();
        one.steps.clear();
    }
    last = std::min<std::uint64_t>(last, line_small_limit);
    if (last > presieve_limit) {
        primes.for_each(presieve_limit + 1, last, [&](std::uint32_t prime) {
            Class& one = classes_[prime % 8 / 2];
            one.primes.push_back(static_cast<std::uint16_t>(prime));
            one.steps.push_back(
                static_cast<std::uint16_t>(line_step(prime, layout.inverse(prime))));
        });
    }
    for (Class& one : classes_) {
        one.firsts.resize(one.primes.size());
        one.cycles.resize(one.primes.size());
    }
}

void LineSmallPrimes::enter(std::uint64_t start, std::uint64_t last_number) {
    for (Class& one : classes_) {
        one.in_use = 0;
        for (const std::uint64_t prime : one.primes) {
            if (prime * prime > last_number) {
                break;
            }
            const auto p = static_cast<std::uint32_t>(prime);
            one.firsts[one.in_use++] =
                static_cast<std::uint16_t>(first_in_line(p, layout_.inverse(p), start));
        }
    }
}

template <unsigned c>
void LineSmallPrimes::cross_out_class(std::uint8_t* line, std::size_t size, unsigned steps) {
    Class& one = classes_[c / 2];
    const std::size_t count = one.in_use;
    const std::uint16_t* const primes = one.primes.data();
    std::uint16_t* const firsts = one.firsts.data();
    std::int16_t* const cycles = one.cycles.data();
    for (unsigned step = 0; step < steps; ++step) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto first = static_cast<std::uint16_t>(firsts[i] - one.steps[i]);
            firsts[i] = std::min(first, static_cast<std::uint16_t>(first + primes[i])); // modulo p
        }
    }
    // The m-th hit of a cycle has bit c m mod 8, and c c = 1 mod 8: the first multiple is hit
    // m = c first mod 8, and the cycle starts m p bits before it. All of them are found beforehand:
    // the loop below ends on a misprediction, and would have to wait for them there.
    for (std::size_t i = 0; i < count; ++i) {
        const int m = firsts[i] * static_cast<int>(c) & 7;
        cycles[i] = static_cast<std::int16_t>(((firsts[i] - m * static_cast<int>(c)) >> 3)
                                              - m * (primes[i] >> 3));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::ptrdiff_t p = primes[i];
        const std::ptrdiff_t k = p / 8;
        const std::ptrdiff_t k3 = 3 * k;
        const std::ptrdiff_t k5 = 5 * k;
        const std::ptrdiff_t k7 = 7 * k;
        std::uint8_t* at = line + cycles[i];
        std::uint8_t* const end = line + size;
        do {
            at[0] &= mask(c, 0);
            at[k + carry(c, 1)] &= mask(c, 1);
            at[2 * k + carry(c, 2)] &= mask(c, 2);
            at[k3 + carry(c, 3)] &= mask(c, 3);
            at[4 * k + carry(c, 4)] &= mask(c, 4);
            at[k5 + carry(c, 5)] &= mask(c, 5);
            at[2 * k3 + carry(c, 6)] &= mask(c, 6);
            at[k7 + carry(c, 7)] &= mask(c, 7);
            at += p;
        } while (at < end);
    }
}

void LineSmallPrimes::cross_out(std::uint8_t* line, std::size_t size, unsigned steps) {
    cross_out_class<1>(line, size, steps);
    cross_out_class<3>(line, size, steps);
    cross_out_class<5>(line, size, steps);
    cross_out_class<7>(line, size, steps);
}

} // namespace primerank::sieve
