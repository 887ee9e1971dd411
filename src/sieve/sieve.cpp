#include "sieve/sieve.hpp"

#include "numbers/origin.hpp"
#include "numbers/primality.hpp"
#include "numbers/roots.hpp"
#include "sieve/kernels.hpp"
#include "sieve/narrow.hpp"
#include "sieve/presieve.hpp"
#include "sieve/segment_sieve.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

namespace primerank::sieve {
namespace {

/// A mask of the bits of a byte whose residues r satisfy from <= r < to.
std::uint8_t residues_between(std::uint64_t from, std::uint64_t to) {
    unsigned mask = 0;
    for (unsigned bit = 0; bit < 8; ++bit) {
        if (wheel_residues[bit] >= from && wheel_residues[bit] < to) {
            mask |= 1U << bit;
        }
    }
    return static_cast<std::uint8_t>(mask);
}

/// Clears the bits of a segment's first and last byte that lie outside the interval.
void clear_outside(const Interval& interval, std::uint8_t* bytes, std::uint64_t position,
                   std::size_t size) {
    if (position == interval.start / 30) {
        bytes[0] &= residues_between(static_cast<std::uint64_t>(interval.start % 30), 30);
    }
    if (position + size == (interval.stop + 29) / 30 && interval.stop % 30 != 0) {
        bytes[size - 1] &= residues_between(0, static_cast<std::uint64_t>(interval.stop % 30));
    }
}

void check(const SieveOptions& options) {
    if (!has(options.instructions)) {
        throw std::invalid_argument("this processor has no "
                                    + std::string(name(options.instructions)));
    }
    const std::size_t bytes = options.segment_bytes;
    if (bytes < 1024 || bytes > max_segment_bytes || (bytes & (bytes - 1)) != 0) {
        throw std::invalid_argument("segments take a power of 2 from 1024 to "
                                    + std::to_string(max_segment_bytes) + " bytes, not "
                                    + std::to_string(bytes));
    }
    if (options.origin % origin_grain != 0) {
        throw std::invalid_argument("no sieve counts from " + to_string(options.origin));
    }
}

} // namespace

class Sieve::Engine {
  public:
    Engine(std::shared_ptr<SievingPrimesCache> primes, Method method, const SieveOptions& options)
        : cache_(std::move(primes)), method_(method), origin_(options.origin),
          sieve_(kernels(options.instructions), options.segment_bytes, options.origin),
          survivors_(options.instructions, options.origin) {}

    void run(const Interval& interval, const std::function<void(const Segment&)>& visit) {
        const std::uint64_t root = integer_sqrt(interval.stop - 1);
        const std::uint64_t depth = test_depth(static_cast<double>(interval.width()));
        if (depth < root && resolve(method_, interval, cache_->limit() < root) == Method::test) {
            run_and_test(depth, counted_from(origin_, interval), visit);
        } else {
            run_to(root, counted_from(origin_, interval),
                   [&](std::uint8_t*, const Segment& segment) { visit(segment); });
        }
    }

    [[nodiscard]] uint128 origin() const { return origin_; }

    [[nodiscard]] std::size_t memory() const { return sieve_.memory() + survivors_.memory(); }

  private:
    void run_and_test(std::uint64_t depth, const Interval& interval,
                      const std::function<void(const Segment&)>& visit) {
        run_to(depth, interval, [&](std::uint8_t* bytes, const Segment& segment) {
            survivors_.keep_primes(bytes, segment.bytes.size(), segment.base);
            visit(segment);
        });
    }

    /// Sieves with the primes up to depth; the interval is counted from the origin.
    template <class Visit>
    void run_to(std::uint64_t depth, const Interval& interval, const Visit& visit) {
        const auto first = static_cast<std::uint64_t>(interval.start / 30);
        const auto end = static_cast<std::uint64_t>((interval.stop + 29) / 30);
        const auto primes = primes_for(depth, end - first);
        sieve_.run(*primes, depth, first, end - first,
                   [&](std::uint8_t* bytes, std::uint64_t position, std::size_t size) {
                       clear_outside(interval, bytes, position, size);
                       const std::size_t whole_words = (size + 7) / 8 * 8;
                       std::memset(bytes + size, 0, whole_words - size + 64);
                       visit(bytes, Segment{30 * position, {bytes, whole_words}, origin_});
                   });
    }

    /// The primes up to depth; but the first time that a piece needs most of them just once, they
    /// are not kept: it may be the only piece, and memory is dearer than sieving them again.
    std::shared_ptr<const SievingPrimes> primes_for(std::uint64_t depth, std::uint64_t size) {
        std::uint64_t limit = std::max<std::uint64_t>(depth, presieve_limit);
        if (!done_without_ && cache_->limit() < depth) {
            limit = std::max<std::uint64_t>(presieve_limit, sieve_.limit_needed(depth, size));
            done_without_ = limit < depth;
        }
        return cache_->up_to(limit);
    }

    std::shared_ptr<SievingPrimesCache> cache_;
    bool done_without_ = false; ///< a piece was sieved without all its primes at hand
    Method method_;
    uint128 origin_;
    SegmentSieve sieve_;
    SurvivorTest survivors_;
};

SieveOptions audit_options(uint128 origin) {
    SieveOptions options;
    options.origin = origin;
    options.segment_bytes = max_segment_bytes / 2;
    options.instructions = simpler(options.instructions);
    return options;
}

Sieve::Sieve(std::shared_ptr<SievingPrimesCache> primes, Method method,
             const SieveOptions& options) {
    check(options);
    engine_ = std::make_unique<Engine>(std::move(primes), method, options);
}
std::size_t Sieve::memory() const {
    return engine_->memory();
}

Sieve::~Sieve() = default;
Sieve::Sieve(Sieve&&) noexcept = default;
Sieve& Sieve::operator=(Sieve&&) noexcept = default;

void Sieve::run(const Interval& interval, const std::function<void(const Segment&)>& visit) {
    if (interval.empty()) {
        return;
    }
    const uint128 origin = engine_->origin();
    const bool in_range = origin == 0 ? interval.stop <= two_to_the_64
                                      : interval.start >= std::max<uint128>(origin, least_beyond)
                                            && interval.stop <= origin + two_to_the_64
                                            && interval.stop <= proven_limit;
    if (!in_range) {
        throw std::invalid_argument("counting from " + to_string(origin)
                                    + ", the sieve cannot sieve " + to_string(interval));
    }
    engine_->run(interval, visit);
}

} // namespace primerank::sieve
