#pragma once

#include "numbers/uint128.hpp"
#include "sieve/buckets.hpp"
#include "sieve/chunk_pool.hpp"
#include "sieve/far_block.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

struct Kernels;

/// Crosses out the multiples of primes above those that are medium, most of which miss most
/// segments.
///
/// No state is kept for a prime. For a window of many segments, all primes are read from the
/// bitmap, their first multiple in the window is computed afresh, and all their multiples go to
/// buckets, one a segment. Primes up to near_limit do so for windows of up to 256 segments. For
/// larger ones that would be too seldom a hit: their windows are longer, and the buckets coarse,
/// one for a block of segments (FarBlock), in which they cross out when the first of these is
/// reached. Distant primes, above 2^32, which only numbers beyond 2^64 have, do the same with
/// windows that are longer still: there are many, each with one odd multiple in a window at most.
class LargePrimes {
  public:
    explicit LargePrimes(const Kernels& kernels);

    /// The largest medium prime for pieces of so many segments: less than medium_limit where they
    /// are few.
    static std::uint64_t medium_limit_for(std::uint64_t segments);

    /// Takes the primes in (medium_limit_for(segments), last] for the `size` bytes of the number
    /// line from first_byte (number / 30) on, in segments of segment_size bytes, a power of 2.
    /// Primes beyond primes.limit() are found anew for each window that needs them: see
    /// limit_needed. primes must outlive the last call of cross_out.
    void load(const SievingPrimes& primes, std::uint64_t last, uint128 first_byte,
              std::uint64_t size, std::size_t segment_size);

    /// Crosses out in a segment; its index counts from 0 and grows by 1 from call to call.
    void cross_out(std::uint8_t* segment, std::uint64_t index);

    /// The numbers in the longest window of primes up to last, if those windows are long ones, each
    /// of which takes another pass over most of the primes; else 0.
    static std::uint64_t long_window(std::uint64_t last);

    /// The primes that are needed more than once for so many segments of pieces up to last; all,
    /// where there are distant ones, which take longer to find than to go through.
    static std::uint64_t limit_needed(std::uint64_t last, std::uint64_t segments);

    /// Bytes it holds, and what it will hold for primes up to `last` and pieces of that width.
    [[nodiscard]] std::size_t memory() const { return pool_.memory() + far_block_.memory(); }
    static std::size_t memory_forecast(std::uint64_t last, uint128 piece_width);

  private:
    /// Primes and how they are gone about: in (after, last], for this many segments at a time.
    struct Level {
        std::uint64_t after = 0;
        std::uint64_t last = 0;
        std::uint64_t segments = 0;

        [[nodiscard]] bool empty() const { return after >= last; }
    };

    [[nodiscard]] EmissionTask window_of(const Level& level, std::uint64_t index) const;
    [[nodiscard]] std::vector<EmissionTask> tasks(const Level& level,
                                                  const EmissionTask& window) const;
    void emit(const Level& level, std::uint64_t index, Buckets& buckets) const;
    void emit_distant(std::uint64_t index);
    void take_block(std::uint64_t index);
    void cross_out_far(std::uint8_t* segment, std::uint64_t index);
    void cross_out_near(std::uint8_t* segment, std::uint64_t index);
    template <Notation notation>
    void drain_near(std::uint8_t* segment, std::size_t bucket);

    const Kernels* kernels_;
    ChunkPool pool_;
    Buckets near_buckets_;
    Buckets far_buckets_;
    Buckets distant_buckets_;
    FarBlock far_block_;
    Level near_;
    Level far_;
    Level distant_;
    const SievingPrimes* primes_ = nullptr;
    uint128 first_byte_ = 0;
    std::uint64_t size_ = 0;
    std::size_t segment_size_ = 0;
    unsigned segment_shift_ = 0; ///< log2 of segment_size_
};

} // namespace primerank::sieve
