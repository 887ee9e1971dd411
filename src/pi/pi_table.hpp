#pragma once

#include "pi/count_bits.hpp"
#include "pi/kernels.hpp"
#include "pi/parallel.hpp"
#include "pi/patterns.hpp"
#include "sieve/aligned_buffer.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace primerank::pi {

/// pi(n) for every n up to a limit, in one look-up: an entry of 64 bits serves the 64 numbers
/// 64 e + 1 ... 64 e + 64. Its high half counts the primes before them, bit j of its low half says
/// whether 64 e + 1 + 2 j is prime (the bit of 1 stands for 2). limit / 8 bytes.
class PiTable {
  public:
    /// Serves n <= limit; limit up to 1.04e11, so that counts fit 32 bits.
    PiTable(std::uint64_t limit, const Kernels& kernels, const Patterns& patterns,
            const Builders& builders);

    std::uint64_t operator()(std::uint64_t n) const {
        if (n < 2) {
            return 0;
        }
        const std::uint64_t entry = entries_[(n - 1) >> 6];
        const auto bits = static_cast<std::uint32_t>(entry);
        return (entry >> 32) + count_bits(bits << (31 - (((n - 1) >> 1) & 31)));
    }

    [[nodiscard]] std::uint64_t limit() const { return 64 * entries_.size(); }

    /// Calls visit(p) for the primes p <= last in ascending order.
    template <class Visit>
    void for_each_prime(std::uint64_t last, const Visit& visit) const {
        for_each_prime(0, entries_.size(), last, visit);
    }

    /// Calls visit(p) for the primes first < p <= last in ascending order.
    template <class Visit>
    void for_each_prime_between(std::uint64_t first, std::uint64_t last, const Visit& visit) const {
        for_each_prime(first / 64, entries_.size(), last, [&](std::uint64_t p) {
            if (p > first) {
                visit(p);
            }
        });
    }

    /// Calls visit(b, p_b) for the primes p_b <= last, by all builders at the same time.
    template <class Visit>
    void for_each_prime_in_parallel(std::uint64_t last, const Builders& builders,
                                    const Visit& visit) const {
        const std::uint64_t entries = std::min<std::uint64_t>(entries_.size(), last / 64 + 1);
        in_parallel(entries, builders, [&](std::uint64_t first, std::uint64_t end) {
            std::uint64_t b = first < end ? entries_[first] >> 32 : 0;
            for_each_prime(first, end, last, [&](std::uint64_t p) { visit(++b, p); });
        });
    }

  private:
    template <class Visit>
    void for_each_prime(std::size_t first_entry, std::size_t end_entry, std::uint64_t last,
                        const Visit& visit) const {
        for (std::size_t e = first_entry; e < end_entry && 64 * e < last; ++e) {
            for (auto bits = static_cast<std::uint32_t>(entries_[e]); bits != 0; bits &= bits - 1) {
                const std::uint64_t n =
                    64 * e + 1 + 2 * static_cast<std::uint64_t>(std::countr_zero(bits));
                const std::uint64_t p = n == 1 ? 2 : n;
                if (p > last) {
                    return;
                }
                visit(p);
            }
        }
    }

    sieve::AlignedBuffer<std::uint64_t> entries_;
};

} // namespace primerank::pi
