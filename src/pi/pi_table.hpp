#pragma once

#include "pi/count_bits.hpp"
#include "pi/kernels.hpp"
#include "pi/parallel.hpp"
#include "pi/patterns.hpp"
#include "pi/wheel.hpp"
#include "sieve/aligned_buffer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace primerank::pi {

/// pi(n) for every n up to a limit, in one look-up. An entry of 12 bytes serves the 240 numbers
/// from 240 e on: a bit for each of the 64 coprime to 30, whether it is prime, in the order of
/// sieve/segment.hpp, and the number of primes before 240 e. That of entry 0 is 3, for 2, 3 and 5.
/// limit / 20 bytes.
class PiTable {
  public:
    /// Serves n <= limit; limit up to 1.04e11, so that counts fit 32 bits.
    PiTable(std::uint64_t limit, const Kernels& kernels, const Patterns& patterns,
            const Builders& builders);

    std::uint64_t operator()(std::uint64_t n) const {
        if (n < 7) {
            return n < 2 ? 0 : (n + 1) / 2;
        }
        return entries_[n / 240].before + count_bits(bits_up_to(n));
    }

    /// The bits of the entry of n that stand for primes up to n.
    [[nodiscard]] std::uint64_t bits_up_to(std::uint64_t n) const {
        return entries_[n / 240].word() & places_up_to[n % 240];
    }

    [[nodiscard]] std::uint64_t limit() const { return 240 * entries_.size() - 1; }

    static constexpr std::uint64_t bytes(std::uint64_t limit) {
        return (limit / 240 + 1) * sizeof(Entry);
    }

    /// Calls visit(p) for the primes p <= last in ascending order.
    template <class Visit>
    void for_each_prime(std::uint64_t last, const Visit& visit) const {
        for_each_prime(0, entries_.size(), last, visit);
    }

    /// Calls visit(p) for the primes first < p <= last in ascending order.
    template <class Visit>
    void for_each_prime_between(std::uint64_t first, std::uint64_t last, const Visit& visit) const {
        for_each_prime(first / 240, entries_.size(), last, [&](std::uint64_t p) {
            if (p > first) {
                visit(p);
            }
        });
    }

    /// Calls visit(b, p_b) for the primes p_b <= last, by all builders at the same time.
    template <class Visit>
    void for_each_prime_in_parallel(std::uint64_t last, const Builders& builders,
                                    const Visit& visit) const {
        const std::uint64_t entries = std::min<std::uint64_t>(entries_.size(), last / 240 + 1);
        in_parallel(entries, builders, [&](std::uint64_t first, std::uint64_t end) {
            std::uint64_t b = 0 < first && first < end ? entries_[first].before : 0;
            for_each_prime(first, end, last, [&](std::uint64_t p) { visit(++b, p); });
        });
    }

  private:
    struct Entry {
        std::uint32_t before;
        std::uint32_t low_half; // in halves, so that nothing is padded
        std::uint32_t high_half;

        [[nodiscard]] std::uint64_t word() const {
            return std::uint64_t{high_half} << 32 | low_half;
        }
    };

    /// The bits of numbers up to r, for r in 0 ... 239.
    static constexpr std::array<std::uint64_t, 240> places_up_to = [] {
        std::array<std::uint64_t, 240> masks{};
        for (std::size_t i = 0; i < 64; ++i) {
            for (std::size_t r = wheel_offsets[i]; r < 240; ++r) {
                masks[r] |= std::uint64_t{1} << i;
            }
        }
        return masks;
    }();

    template <class Visit>
    void for_each_prime(std::size_t first_entry, std::size_t end_entry, std::uint64_t last,
                        const Visit& visit) const {
        if (first_entry == 0 && end_entry > 0) {
            for (const std::uint64_t p : {2U, 3U, 5U}) {
                if (p <= last) {
                    visit(p);
                }
            }
        }
        for (std::size_t e = first_entry; e < end_entry && 240 * e < last; ++e) {
            for (std::uint64_t bits = entries_[e].word(); bits != 0; bits &= bits - 1) {
                const std::uint64_t p =
                    240 * e + wheel_offsets[static_cast<std::size_t>(std::countr_zero(bits))];
                if (p > last) {
                    return;
                }
                visit(p);
            }
        }
    }

    sieve::AlignedBuffer<Entry> entries_;
};

} // namespace primerank::pi
