#include "pi/factor_table.hpp"

#include "numbers/roots.hpp"
#include "pi/parallel.hpp"
#include "pi/wheel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace primerank::pi {
namespace {

constexpr std::uint64_t chunk_bytes = 1024;              // of 30 numbers each
constexpr std::uint64_t chunk_entries = 8 * chunk_bytes; // 32 KB while they are made
constexpr std::uint64_t chunk_numbers = 30 * chunk_bytes;

/// What is known of one m while the primes up to sqrt(z) go over it:
///   bit 0       parity of the number of its prime factors so far
///   bit 1       divisible by a square
///   bits 2-9    sum of round(4 log2 p) over these factors
///   bits 16-30  index of the last factor seen; primes come in descending order, so in the end the
///               least one
using Gathered = std::uint32_t;

constexpr Gathered square_bit = 2;
constexpr unsigned logarithm_shift = 2;
constexpr unsigned index_shift = 16;

struct SievingPrime {
    std::uint32_t p;
    Gathered addend; // index and logarithm
};

template <class Byte, class Change>
void walk(std::array<Gathered, chunk_entries>& chunk, std::uint64_t n,
          BasicWheelCursor<Byte>& cursor, const Change& change) {
    const std::uint64_t bytes_per_gap = n / 30;
    std::uint64_t byte = cursor.byte;
    unsigned i = cursor.index;
    const auto& bits = wheel_steps.bit[cursor.p_class];
    const auto& carries = wheel_steps.carry[cursor.p_class];
    while (byte < chunk_bytes) {
        change(chunk[8 * byte + bits[i]]);
        byte += bytes_per_gap * wheel_gaps[i] + carries[i];
        i = (i + 1) & 7;
    }
    cursor.byte = static_cast<Byte>(byte - chunk_bytes);
    cursor.index = static_cast<std::uint8_t>(i);
}

/// Makes adjacent chunks of the table.
class Builder {
  public:
    Builder(std::uint64_t z, const std::vector<SievingPrime>& primes, std::uint64_t first_chunk)
        : z_(z), primes_(primes) {
        const std::uint64_t low = first_chunk * chunk_numbers;
        for (const SievingPrime& prime : primes) {
            of_p_.push_back(first_multiple(prime.p, low));
            of_square_.push_back(
                first_multiple<std::uint64_t>(std::uint64_t{prime.p} * prime.p, low));
        }
    }

    void make(std::uint64_t low, std::uint16_t* entries, std::uint64_t n) {
        chunk_.fill(0);
        for (std::size_t i = primes_.size(); i-- > 0;) {
            const SievingPrime prime = primes_[i];
            constexpr Gathered rest = (1U << index_shift) - 1;
            walk(chunk_, prime.p, of_p_[i],
                 [&](Gathered& m) { m = ((m & rest) + prime.addend) ^ 1; });
            if (of_square_[i].byte >= chunk_bytes) {
                of_square_[i].byte -= chunk_bytes;
            } else {
                walk(chunk_, std::uint64_t{prime.p} * prime.p, of_square_[i],
                     [](Gathered& m) { m |= square_bit; });
            }
        }
        finish(low, entries, n);
    }

  private:
    /// m is either the product P of the primes seen (if it is squarefree) or P times one prime
    /// above sqrt(m), so log2 P = log2 m or log2 P < log2(m) / 2. The sum of rounded logarithms S
    /// is off by at most 1/2 for each factor, of which there are at most log2(m) / log2(7). So
    /// S >= 3 w tells the cases apart, where w = floor(log2 m') + 1 for any m' with
    /// m / 2 <= m' <= m: in the first case S >= 4 log2 m - 0.18 log2 m >= 3 log2 m + 3 unless
    /// m < 40 (those were tried), in the second S <= 2 log2 m + 0.09 log2 m < 3 log2(m / 2) unless
    /// m < 11, and these are primes with P = 1.
    void finish(std::uint64_t low, std::uint16_t* entries, std::uint64_t n) {
        if (low == 0) {
            for (std::uint64_t j = 0; j < n; ++j) {
                const std::uint64_t m = 30 * (j / 8) + sieve::wheel_residues[j % 8];
                entries[j] = entry(chunk_[j], 3 * static_cast<Gathered>(std::bit_width(m)));
            }
            entries[0] = 0;
        } else {
            const Gathered least = 3 * static_cast<Gathered>(std::bit_width(low));
            for (std::uint64_t j = 0; j < n; ++j) {
                entries[j] = entry(chunk_[j], least);
            }
        }
        for (std::uint64_t j = n;
             j-- > 0 && low + 30 * (j / 8) + sieve::wheel_residues[j % 8] > z_;) {
            entries[j] = 0;
        }
    }

    static std::uint16_t entry(Gathered m, Gathered least_logarithm) {
        const Gathered logarithm = (m >> logarithm_shift) & 255;
        const Gathered prime_left = logarithm < least_logarithm ? 1 : 0;
        const Gathered index = m >> index_shift;
        const Gathered lpf = index == 0 ? Gathered{FactorTable::large_prime} : index;
        const Gathered usable = (m & square_bit) == 0 ? 0xffff : 0;
        return static_cast<std::uint16_t>((lpf << 1 | ((m ^ prime_left) & 1)) & usable);
    }

    std::uint64_t z_;
    const std::vector<SievingPrime>& primes_;
    std::vector<WheelCursor> of_p_;
    std::vector<BasicWheelCursor<std::uint64_t>> of_square_; // p^2 reaches z
    std::array<Gathered, chunk_entries> chunk_{};
};

} // namespace

std::uint64_t FactorTable::bytes(std::uint64_t z) {
    return (z / 30 + 16) * 8 * sizeof(std::uint16_t);
}

FactorTable::FactorTable(std::uint64_t y, std::uint64_t z, const PiTable& pi,
                         const Builders& builders)
    : entries_(fetched_buffer<std::uint16_t>(bytes(z) / sizeof(std::uint16_t), builders)) {
    std::vector<SievingPrime> primes;
    std::uint32_t index = 0;
    pi.for_each_prime(integer_sqrt(z), [&](std::uint64_t p) {
        ++index;
        if (p > 5) {
            const auto logarithm =
                static_cast<Gathered>(std::lround(4 * std::log2(static_cast<double>(p))));
            primes.push_back({static_cast<std::uint32_t>(p),
                              index << index_shift | logarithm << logarithm_shift});
        }
    });
    const std::uint64_t used = (z / 30 + 1) * 8;
    const std::uint64_t chunks = (used + chunk_entries - 1) / chunk_entries;
    in_parallel(chunks, builders, [&](std::uint64_t first, std::uint64_t last) {
        Builder builder(z, primes, first);
        for (std::uint64_t c = first; c < last; ++c) {
            builders.check();
            const std::uint64_t begin = c * chunk_entries;
            builder.make(c * chunk_numbers, &entries_[begin],
                         std::min(chunk_entries, used - begin));
        }
    });
    // Vectors read on behind the last m, where nothing must be used.
    std::fill(entries_.data() + used, entries_.data() + entries_.size(), std::uint16_t{0});

    const auto entry_of = [&](std::uint64_t m) -> std::uint16_t& {
        return entries_[8 * (m / 30) + sieve::wheel_bits[m % 30]];
    };
    // A factor above y leaves a cofactor below z / y < 7, which is 1 here.
    for (std::uint64_t m = y + 1; m <= z; ++m) {
        if (sieve::wheel_bits[m % 30] < 8 && entry_of(m) >> 1 == large_prime) {
            entry_of(m) = 0;
        }
    }
    pi.for_each_prime(std::min<std::uint64_t>(1000, y), [&](std::uint64_t p) {
        if (p > 5) {
            entry_of(p) = static_cast<std::uint16_t>(pi(p) << 1 | 1);
        }
    });
}

} // namespace primerank::pi
