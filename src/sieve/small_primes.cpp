#include "sieve/small_primes.hpp"

#include "sieve/presieve.hpp"

#include <algorithm>

namespace primerank::sieve {
namespace {

/// Byte of the multiple with cofactor residue wheel_residues[i] beyond what k contributes.
constexpr std::ptrdiff_t carry(unsigned c, unsigned i) {
    return std::ptrdiff_t{wheel_residues[c]} * wheel_residues[i] / 30;
}

constexpr std::uint8_t mask(unsigned c, unsigned i) {
    return static_cast<std::uint8_t>(
        ~(1U << wheel_bits[unsigned{wheel_residues[c]} * wheel_residues[i] % 30]));
}

} // namespace

void SmallPrimes::load(const SievingPrimes& primes, std::uint64_t last) {
    for (Class& one : classes_) {
        one.entries.clear();
        one.in_use = 0;
    }
    last = std::min<std::uint64_t>(last, small_limit);
    if (last > presieve_limit) {
        primes.for_each(presieve_limit + 1, last, [&](std::uint32_t prime) {
            classes_[wheel_bits[prime % 30]].entries.push_back({prime, 0});
        });
    }
}

template <unsigned c>
void SmallPrimes::cross_out_class(std::uint8_t* segment, std::size_t size) {
    for (std::size_t i = 0; i < classes_[c].in_use; ++i) {
        Entry& entry = classes_[c].entries[i];
        const std::ptrdiff_t p = entry.prime;
        const std::ptrdiff_t k = p / 30;
        // at stands k bytes into the cycle, which makes the address of every hit at + m k + a
        // constant for one of six multiples m k, small enough for the registers there are.
        std::uint8_t* at = segment + entry.cycle + k;
        std::uint8_t* const end = segment + size + k;
        const std::ptrdiff_t k6 = 6 * k;
        const std::ptrdiff_t k10 = 10 * k;
        const std::ptrdiff_t k16 = 16 * k;
        const std::ptrdiff_t k18 = 18 * k;
        const std::ptrdiff_t k22 = 22 * k;
        const std::ptrdiff_t k28 = 28 * k;
        do {
            at[carry(c, 0)] &= mask(c, 0);
            at[k6 + carry(c, 1)] &= mask(c, 1);
            at[k10 + carry(c, 2)] &= mask(c, 2);
            at[2 * k6 + carry(c, 3)] &= mask(c, 3);
            at[k16 + carry(c, 4)] &= mask(c, 4);
            at[k18 + carry(c, 5)] &= mask(c, 5);
            at[k22 + carry(c, 6)] &= mask(c, 6);
            at[k28 + carry(c, 7)] &= mask(c, 7);
            at += p;
        } while (at < end);
        const std::ptrdiff_t beyond = at - end; // start of the next cycle in the next segment
        entry.cycle = static_cast<std::int32_t>(beyond > 0 ? beyond - p : beyond);
    }
}

void SmallPrimes::cross_out(std::uint8_t* segment, std::size_t size, uint128 position,
                            std::uint64_t last_number) {
    for (Class& one : classes_) {
        while (one.in_use < one.entries.size()) {
            Entry& entry = one.entries[one.in_use];
            if (std::uint64_t{entry.prime} * entry.prime > last_number) {
                break;
            }
            entry.cycle = -static_cast<std::int32_t>(wide_remainder(position, entry.prime));
            ++one.in_use;
        }
    }
    cross_out_class<0>(segment, size);
    cross_out_class<1>(segment, size);
    cross_out_class<2>(segment, size);
    cross_out_class<3>(segment, size);
    cross_out_class<4>(segment, size);
    cross_out_class<5>(segment, size);
    cross_out_class<6>(segment, size);
    cross_out_class<7>(segment, size);
}

} // namespace primerank::sieve
