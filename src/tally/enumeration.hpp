#pragma once

#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"
#include "sieve/cost.hpp"
#include "sieve/sieve.hpp"
#include "tally/measure.hpp"
#include "tally/segment_bits.hpp"

#include <array>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace primerank::tally {

/// A measure taken over all primes of an interval, found one by one: the workload (in the sense of
/// law::Workload) of everything that is not pi(x).
template <Measure M>
class Enumeration {
  public:
    using Tally = typename M::Tally;
    using Worker = sieve::Sieve;
    using Headline = std::function<law::WideSum(const Tally&)>;

    /// origin: of the numbers in tallies, that of the question whose interval this is or is part
    /// of. headline: the number that stands for a tally in reports.
    Enumeration(const Interval& interval, M measure, sieve::Method method, Headline headline,
                uint128 origin = 0,
                std::shared_ptr<sieve::SievingPrimesCache> primes =
                    std::make_shared<sieve::SievingPrimesCache>())
        : interval_(interval), origin_(origin), measure_(std::move(measure)), method_(method),
          headline_(std::move(headline)), primes_(std::move(primes)) {}

    [[nodiscard]] Interval axis() const { return interval_; }

    [[nodiscard]] double cost(const Interval& piece) const { return sieve::cost(piece, method_); }

    [[nodiscard]] uint128 border(uint128 position) const {
        return sieve::preferred_border(interval_, position, method_);
    }

    [[nodiscard]] Worker make_worker() const {
        return Worker(primes_, method_, {.origin = origin_});
    }

    [[nodiscard]] Worker make_auditor() const {
        return Worker(primes_, method_, sieve::audit_options(origin_));
    }

    [[nodiscard]] Tally work(const Interval& piece, Worker& sieve,
                             const std::stop_token& give_up = {}) const {
        struct GivenUp {};
        Tally tally = measure_.of_primes(primes_without_bits(piece));
        try {
            sieve.run(piece, [&](const sieve::Segment& segment) {
                if (give_up.stop_requested()) {
                    throw GivenUp{};
                }
                tally::observe(measure_, tally, segment);
            });
        } catch (const GivenUp&) { // whoever asked for it does not look at the tally
        }
        return tally;
    }

    /// Calls visit(p) for the primes of a piece in ascending order, counted from the origin.
    template <class Visit>
    void for_each_prime(const Interval& piece, Worker& sieve, const Visit& visit) const {
        for (const std::uint64_t prime : primes_without_bits(piece)) {
            visit(prime);
        }
        sieve.run(piece,
                  [&](const sieve::Segment& segment) { tally::for_each_prime(segment, visit); });
    }

    /// Bytes that one rank needs for so many threads, beside what every process takes, when pieces
    /// are up to `widest` wide; by default, when every thread has one piece.
    [[nodiscard]] std::size_t memory(int threads, uint128 widest) const {
        const auto forecast = sieve::memory_forecast(interval_.stop, widest, method_);
        return forecast.shared + forecast.per_thread * static_cast<std::size_t>(threads)
               + rank_bytes(measure_, threads);
    }
    [[nodiscard]] std::size_t memory(int threads) const {
        return memory(threads, interval_.width() / static_cast<unsigned>(threads) + 1);
    }

    /// Bytes that the tally of an interval may hold beyond those of an empty one.
    [[nodiscard]] double held_bytes(const Interval& piece) const {
        return tally::held_bytes(measure_, piece);
    }

    [[nodiscard]] law::WideSum headline(const Tally& tally) const { return headline_(tally); }

    /// See law::AnyWorkload::primes().
    [[nodiscard]] std::uint64_t primes(const Tally& tally) const requires law::CountsPrimes<Tally> {
        return primes_in(tally);
    }

    [[nodiscard]] const M& measure() const { return measure_; }

  private:
    static std::vector<std::uint64_t> primes_without_bits(const Interval& piece) {
        std::vector<std::uint64_t> primes;
        for (const std::uint64_t prime : {2U, 3U, 5U}) {
            if (piece.contains(prime)) {
                primes.push_back(prime);
            }
        }
        return primes;
    }

    Interval interval_;
    uint128 origin_;
    M measure_;
    sieve::Method method_;
    Headline headline_;
    std::shared_ptr<sieve::SievingPrimesCache> primes_;
};

} // namespace primerank::tally
