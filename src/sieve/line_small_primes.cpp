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
                           std::uint32_t line_bits) {
    last = std::min<std::uint64_t>(last, line_small_limit);
    const auto for_each = [&](const auto& visit) {
        if (last > presieve_limit) {
            primes.for_each(presieve_limit + 1, last, visit);
        }
    };
    std::array<std::size_t, 4> counts{};
    for_each([&](std::uint32_t prime) { ++counts[prime % 8 / 2]; });
    for (std::size_t c = 0; c < classes_.size(); ++c) {
        classes_[c].reset(counts[c], 1, line_bits);
    }
    for_each([&](std::uint32_t prime) { classes_[prime % 8 / 2].add(prime); });
    cycles_.resize(*std::max_element(counts.begin(), counts.end()));
}

void LineSmallPrimes::enter(std::uint64_t start, std::uint64_t last_number) {
    for (auto& one : classes_) {
        one.enter(start, last_number);
    }
}

template <unsigned c>
void LineSmallPrimes::cross_out_class(std::uint8_t* line, std::size_t size, unsigned steps) {
    LinePositions<std::uint16_t>& positions = classes_[c / 2];
    positions.next_line(steps);
    const std::size_t count = positions.in_use();
    const std::uint16_t* const primes = positions.primes();
    const std::uint16_t* const firsts = positions.firsts();
    std::int16_t* const cycles = cycles_.data();
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

std::size_t LineSmallPrimes::memory() const {
    std::size_t bytes = cycles_.capacity() * sizeof cycles_[0];
    for (const auto& one : classes_) {
        bytes += one.memory();
    }
    return bytes;
}

} // namespace primerank::sieve
