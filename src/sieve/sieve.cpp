#include "sieve/sieve.hpp"

#include "numbers/roots.hpp"
#include "sieve/aligned_buffer.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank::sieve {

class Sieve::Engine {
  public:
    Engine(std::shared_ptr<SievingPrimesCache> primes, std::size_t segment_bytes)
        : cache_(std::move(primes)), segment_bytes_(segment_bytes), bytes_(segment_bytes + 64) {}

    void run(const Interval& interval, const std::function<void(const Segment&)>& visit) {
        const auto primes = cache_->up_to(integer_sqrt(interval.stop - 1));
        const uint128 numbers = uint128{30} * segment_bytes_;
        for (uint128 base = interval.start / 30 * 30; base < interval.stop; base += numbers) {
            const uint128 end = std::min(base + numbers, interval.stop);
            const auto size = static_cast<std::size_t>((end - base + 239) / 240 * 8);
            std::fill_n(bytes_.data(), size, std::uint8_t{255});
            std::fill_n(bytes_.data() + size, 64, std::uint8_t{0});
            cross_out(*primes, base, size);
            for (uint128 n = base; n < std::min(base + 30 * size, uint128{interval.start}); ++n) {
                clear(static_cast<std::uint64_t>(n - base));
            }
            for (uint128 n = end; n < base + 30 * size; ++n) {
                clear(static_cast<std::uint64_t>(n - base));
            }
            if (base == 0) {
                clear(1);
            }
            visit({static_cast<std::uint64_t>(base), {bytes_.data(), size}});
        }
    }

  private:
    void clear(std::uint64_t offset) {
        const unsigned bit = wheel_bits[offset % 30];
        if (bit < 8) {
            bytes_[offset / 30] &= static_cast<std::uint8_t>(~(1U << bit));
        }
    }

    void cross_out(const SievingPrimes& primes, uint128 base, std::size_t size) {
        const uint128 end = base + 30 * size;
        const std::uint64_t root = std::min(primes.limit(), integer_sqrt(end - 1));
        if (root < 7) {
            return;
        }
        primes.for_each(7, root, [&](std::uint64_t prime) {
            uint128 multiple = std::max(uint128{prime} * prime, (base + prime - 1) / prime * prime);
            if (multiple % 2 == 0) {
                multiple += prime;
            }
            if (multiple >= end) {
                return;
            }
            for (auto o = static_cast<std::uint64_t>(multiple - base); o < 30 * size;
                 o += 2 * prime) {
                clear(o);
            }
        });
    }

    std::shared_ptr<SievingPrimesCache> cache_;
    std::size_t segment_bytes_;
    AlignedBuffer<std::uint8_t> bytes_;
};

Sieve::Sieve(std::shared_ptr<SievingPrimesCache> primes, Method /*method*/,
             const SieveOptions& options)
    : engine_(std::make_unique<Engine>(std::move(primes), options.segment_bytes)) {}
Sieve::~Sieve() = default;
Sieve::Sieve(Sieve&&) noexcept = default;
Sieve& Sieve::operator=(Sieve&&) noexcept = default;

void Sieve::run(const Interval& interval, const std::function<void(const Segment&)>& visit) {
    if (interval.stop > two_to_the_64) {
        throw std::invalid_argument("the sieve ends at 2^64; it cannot sieve "
                                    + to_string(interval));
    }
    if (!interval.empty()) {
        engine_->run(interval, visit);
    }
}

} // namespace primerank::sieve
