#pragma once

#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/sieving_primes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

struct Kernels;

/// The largest medium prime: p / 30 stays below 2^15.
inline constexpr std::uint32_t medium_limit = 983'000;

/// Kernels take medium primes in groups of this many, or of a divisor of it.
inline constexpr std::size_t medium_group = 48;

/// Crosses out the multiples of primes above small_limit that hit a segment between some 25 times
/// and once in four segments.
///
/// Primes are kept by class, p mod 30, so that all lanes of a vector read the same spokes of the
/// wheel. A prime takes 6 bytes: floor(p / 30) and its position, which is the byte of its next
/// multiple from the segment's start, shifted left by 8, and the state of the wheel.
class MediumPrimes {
  public:
    explicit MediumPrimes(const Kernels& kernels) : kernels_(&kernels) {}

    /// Takes the primes in (small_limit, medium_limit] up to last.
    void load(const SievingPrimes& primes, std::uint64_t last);

    /// Crosses out in the segment of `size` bytes that starts at byte `position` of the number
    /// line (number / 30), and must follow the one before. All primes with p^2 <= last_number take
    /// part.
    void cross_out(std::uint8_t* segment, std::size_t size, uint128 position,
                   std::uint64_t last_number);

    static constexpr std::size_t bytes_per_prime = sizeof(std::uint16_t) + sizeof(std::uint32_t);

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const {
        std::size_t bytes = 0;
        for (const Class& one : classes_) {
            bytes += one.quotients.memory() + one.positions.memory();
        }
        return bytes;
    }

  private:
    struct Class {
        AlignedBuffer<std::uint16_t> quotients;
        AlignedBuffer<std::uint32_t> positions;
        std::size_t count = 0;
        std::size_t in_use = 0; ///< the first primes, those with p^2 <= last_number
    };

    std::uint32_t join(std::uint8_t* segment, std::size_t size, std::uint64_t prime,
                       uint128 position) const;

    const Kernels* kernels_;
    std::array<Class, 8> classes_;
};

} // namespace primerank::sieve
