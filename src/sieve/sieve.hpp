#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/interval.hpp"
#include "numbers/uint128.hpp"
#include "sieve/cost.hpp"
#include "sieve/segment.hpp"
#include "sieve/sieving_primes_cache.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace primerank::sieve {

/// What a sieve may be told beyond its method; audits use it to go another way to the same bits.
struct SieveOptions {
    InstructionSet instructions = instruction_set();
    std::size_t segment_bytes = max_segment_bytes; ///< a power of 2 from 1024 to max_segment_bytes
    uint128 origin = 0; ///< of the numbers in segments: see numbers/origin.hpp
};

/// Other segments and other vector code than usual.
SieveOptions audit_options(uint128 origin = 0);

/// The least number that is enumerated from an origin other than 0.
inline constexpr std::uint64_t least_beyond = std::uint64_t{1} << 42;

/// Finds the primes of intervals, one interval after another: one object a thread, which keeps its
/// buffers from call to call.
class Sieve {
  public:
    /// Throws std::invalid_argument for options outside their range, and for an instruction set
    /// that this processor does not have.
    explicit Sieve(std::shared_ptr<SievingPrimesCache> primes, Method method = Method::enumerate,
                   const SieveOptions& options = {});
    ~Sieve();
    Sieve(Sieve&&) noexcept;
    Sieve& operator=(Sieve&&) noexcept;

    /// Calls visit for adjacent segments in ascending order that together cover interval. Bits
    /// outside the interval are 0; 2, 3 and 5 have no bit. visit may throw to abandon the call, and
    /// the object is as good as before. A segment's bytes are valid until visit returns.
    /// Throws std::invalid_argument unless origin <= interval.start, interval.stop <= origin + 2^64
    /// and, where origin is not 0, least_beyond <= interval.start and interval.stop <=
    /// proven_limit.
    void run(const Interval& interval, const std::function<void(const Segment&)>& visit);

    /// Bytes of memory that this object holds, sieving primes not included.
    [[nodiscard]] std::size_t memory() const;

  private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace primerank::sieve
