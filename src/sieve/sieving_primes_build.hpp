#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/sieving_primes.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

namespace primerank::sieve {

/// A bitmap of sieving primes in the making: any number of threads may work on it, block by block.
class SievingPrimesBuild {
  public:
    /// known: a smaller bitmap to begin from, or none. Throws std::invalid_argument if limit is
    /// 2^41 or more, std::bad_alloc.
    SievingPrimesBuild(std::uint64_t limit, const SievingPrimes* known);

    /// Sieves blocks until all have been begun. Throws std::bad_alloc; its block is then missing.
    void help();

    /// Whether all blocks are done.
    [[nodiscard]] bool complete() const { return done_ == blocks_; }

    /// The bitmap, once complete.
    std::shared_ptr<const SievingPrimes> finish();

  private:
    void sieve_plainly();

    std::uint64_t limit_;
    std::uint64_t size_; ///< of the bitmap, in bytes
    std::uint64_t root_; ///< of the largest number in it
    std::shared_ptr<AlignedBuffer<std::uint8_t>> memory_;
    std::shared_ptr<const SievingPrimes> roots_; ///< the primes that sieve these
    std::uint64_t first_byte_ = 0;               ///< of the first block
    std::uint64_t blocks_ = 0;
    std::atomic<std::uint64_t> begun_ = 0;
    std::atomic<std::uint64_t> done_ = 0;
};

} // namespace primerank::sieve
