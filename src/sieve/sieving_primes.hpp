#pragma once

#include "sieve/segment.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>

namespace primerank::sieve {

/// No sieving prime is larger: the square root of 2^82 bounds them.
inline constexpr std::uint64_t largest_sieving_prime = (std::uint64_t{1} << 41) - 1;

/// A stretch of the bitmap of sieving primes.
struct PrimeStretch {
    const std::uint8_t* bytes; ///< up to the next multiple of 64 after its end they may be read
    std::uint64_t first_byte;  ///< bytes[0] stands for the numbers from 30 first_byte on
    std::uint64_t size;
};

/// All primes from 7 up to a limit below 2^41, as a bitmap in the layout of Segment: bit i of
/// bytes()[k] stands for 30 k + wheel_residues[i]. At 2^32 that is 143 MB, 0.7 bytes a prime.
/// Immutable, so that all threads of a process share one.
class SievingPrimes {
  public:
    /// Sieves them. Throws std::invalid_argument if limit is 2^41 or more.
    static std::shared_ptr<const SievingPrimes> up_to(std::uint64_t limit);

    /// A view of a bitmap in somebody else's memory, such as a window that the ranks of a node
    /// share: allocation_bytes(limit) bytes, aligned to 64, which live as long as owner does.
    SievingPrimes(std::uint64_t limit, const std::uint8_t* bytes,
                  std::shared_ptr<const void> owner);

    /// The bytes of memory a bitmap up to limit takes, with the zeros that follow it.
    static std::size_t allocation_bytes(std::uint64_t limit);

    [[nodiscard]] std::uint64_t limit() const { return limit_; }

    /// limit() / 30 + 1 bytes; at least 64 zero bytes follow, to the next multiple of 64.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }

    /// How many primes there are in [first, last], or some more, for what is to hold them.
    [[nodiscard]] std::size_t most_between(std::uint64_t first, std::uint64_t last) const {
        std::size_t count = 0;
        for (std::uint64_t k = first / 30; k <= last / 30; k += sizeof(std::uint64_t)) {
            count += static_cast<unsigned>(std::popcount(word_at(k)));
        }
        return count;
    }

    /// Calls visit(prime) for the primes in [first, last], in ascending order; 7 <= first,
    /// last <= limit() and last < 2^32.
    template <class Visit>
    void for_each(std::uint64_t first, std::uint64_t last, const Visit& visit) const {
        for (std::uint64_t k = first / 30; k <= last / 30; k += sizeof(std::uint64_t)) {
            for (std::uint64_t word = word_at(k); word != 0; word &= word - 1) {
                const auto bit = static_cast<unsigned>(__builtin_ctzll(word));
                const std::uint64_t prime = 30 * (k + bit / 8) + wheel_residues[bit % 8];
                if (prime >= first && prime <= last) {
                    visit(static_cast<std::uint32_t>(prime));
                }
            }
        }
    }

    /// Calls visit for adjacent stretches, which begin at multiples of 64 bytes, with all primes in
    /// [first, last]; last < 2^41. Primes above limit() are sieved on the way, a stretch at a time,
    /// and not kept. A stretch may have other primes at its ends, and is valid until visit returns.
    void visit_stretches(std::uint64_t first, std::uint64_t last,
                         const std::function<void(const PrimeStretch&)>& visit) const;

  private:
    /// The primes from 30 k to 30 k + 240.
    [[nodiscard]] std::uint64_t word_at(std::uint64_t k) const {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes_.data() + k, sizeof word);
        return word;
    }

    std::uint64_t limit_;
    std::span<const std::uint8_t> bytes_;
    std::shared_ptr<const void> owner_;
};

} // namespace primerank::sieve
