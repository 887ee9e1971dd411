#include "sieve/medium_primes.hpp"

#include "numbers/uint128.hpp"
#include "sieve/kernels.hpp"
#include "sieve/small_primes.hpp"
#include "sieve/wheel.hpp"

#include <algorithm>

namespace primerank::sieve {
namespace {

/// A position that no segment reaches: what fills up a group.
constexpr std::uint32_t nowhere = 0xffffff00;

std::size_t whole_groups(std::size_t count) {
    return (count + medium_group - 1) / medium_group * medium_group;
}

/// What a prime is multiplied by for its first multiple from its square and from n on.
uint128 least_cofactor(std::uint64_t prime, uint128 n) {
    if (n >= two_to_the_64) {
        return (n + prime - 1) / prime;
    }
    const auto low = static_cast<std::uint64_t>(n);
    return std::max(prime, low / prime + (low % prime != 0 ? 1 : 0));
}

} // namespace

void MediumPrimes::load(const SievingPrimes& primes, std::uint64_t last) {
    last = std::min<std::uint64_t>(last, medium_limit);
    std::array<std::size_t, 8> counts{};
    if (last > small_limit) {
        primes.for_each(small_limit + 1, last,
                        [&](std::uint32_t prime) { ++counts[wheel_bits[prime % 30]]; });
    }
    for (unsigned c = 0; c < 8; ++c) {
        const std::size_t padded = whole_groups(counts[c]);
        classes_[c].quotients.resize(padded);
        classes_[c].positions.resize(padded);
        classes_[c].count = 0;
        classes_[c].in_use = 0;
        std::fill_n(classes_[c].quotients.data(), padded, std::uint16_t{0});
        std::fill_n(classes_[c].positions.data(), padded, nowhere);
    }
    if (last > small_limit) {
        primes.for_each(small_limit + 1, last, [&](std::uint32_t prime) {
            Class& one = classes_[wheel_bits[prime % 30]];
            one.quotients[one.count++] = static_cast<std::uint16_t>(prime / 30);
        });
    }
}

void MediumPrimes::cross_out(std::uint8_t* segment, std::size_t size, uint128 position,
                             std::uint64_t last_number) {
    for (unsigned c = 0; c < 8; ++c) {
        Class& one = classes_[c];
        kernels_->cross_out_medium(segment, static_cast<std::uint32_t>(size), c,
                                   one.quotients.data(), one.positions.data(), one.in_use);
        std::fill(one.positions.data() + one.in_use,
                  one.positions.data() + whole_groups(one.in_use), nowhere);
        for (; one.in_use < one.count; ++one.in_use) {
            const std::uint64_t prime = 30 * one.quotients[one.in_use] + wheel_residues[c];
            if (prime * prime > last_number) {
                break;
            }
            one.positions[one.in_use] = join(segment, size, prime, position);
        }
    }
}

/// Crosses out in the segment in which a prime's square lies, or in the first one.
std::uint32_t MediumPrimes::join(std::uint8_t* segment, std::size_t size, std::uint64_t prime,
                                 uint128 position) const {
    const uint128 start = 30 * position;
    const uint128 least = least_cofactor(prime, start);
    const std::uint32_t residue = wide_remainder(least, kernels_->wheel_modulus);
    const uint128 cofactor = least + kernels_->wheel_distance[residue];
    std::uint64_t byte = static_cast<std::uint64_t>(prime * cofactor - start) / 30;
    std::size_t state = kernels_->wheel_state[residue];
    const Spoke* const spokes = kernels_->wheel_spokes[wheel_bits[prime % 30]];
    while (byte < size) {
        const Spoke& spoke = spokes[state];
        segment[byte] &= spoke.mask;
        byte += prime / 30 * spoke.gap + spoke.carry;
        state = spoke.next;
    }
    return static_cast<std::uint32_t>((byte - size) << 8 | state);
}

} // namespace primerank::sieve
