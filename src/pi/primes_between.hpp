#pragma once

#include "pi/prime_window.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"

#include <memory>
#include <stop_token>

namespace primerank::pi {

/// The primes of an interval up to 2^94, counted one by one: a law::Workload. Beyond 2^64, in
/// windows of PrimeWindow.
class PrimesBetween {
  public:
    using Tally = tally::Counts; ///< primes alone
    using Worker = sieve::Sieve;

    explicit PrimesBetween(const Interval& interval);

    [[nodiscard]] Interval axis() const { return interval_; }
    [[nodiscard]] double cost(const Interval& piece) const;
    [[nodiscard]] uint128 border(uint128 position) const;
    [[nodiscard]] Worker make_worker() const { return enumeration_.make_worker(); }
    [[nodiscard]] Worker make_auditor() const { return enumeration_.make_auditor(); }
    [[nodiscard]] Tally work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up = {}) const;
    [[nodiscard]] std::size_t memory(int threads) const;
    [[nodiscard]] law::WideSum headline(const Tally& tally) const {
        return enumeration_.headline(tally);
    }

  private:
    [[nodiscard]] bool is_distant() const { return interval_.stop > two_to_the_64; }

    Interval interval_;
    std::shared_ptr<sieve::SievingPrimesCache> primes_;
    tally::Enumeration<tally::CountMeasure> enumeration_;
    double seconds_a_window_ = 0;
};

/// The primes of a short interval, ascending.
std::vector<uint128> list_primes(const Interval& interval);

/// The steps-th prime above x for steps >= 1, else the (1 - steps)-th prime at or below x, counted
/// downwards. Enumerates all between. Throws std::out_of_range where there is none.
uint128 prime_near(uint128 x, int128 steps);

} // namespace primerank::pi
