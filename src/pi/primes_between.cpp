#include "pi/primes_between.hpp"

#include "numbers/roots.hpp"
#include "pi/parameters.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace primerank::pi {
namespace {

// Seconds on a core of 2.6 GHz.
constexpr double per_prime_of_a_window = 5e-9;
constexpr double per_window = 0.6;

law::WideSum primes_of(const tally::Counts& counts) {
    return law::WideSum(counts.of_size.front());
}

} // namespace

PrimesBetween::PrimesBetween(const Interval& interval)
    : interval_(interval), primes_(std::make_shared<sieve::SievingPrimesCache>()),
      enumeration_(
          {std::min(interval.start, two_to_the_64), std::min(interval.stop, two_to_the_64)},
          tally::CountMeasure(1), sieve::Method::enumerate, primes_of, 0, primes_),
      seconds_a_window_(per_window
                        + per_prime_of_a_window
                              * static_cast<double>(at_least_pi(integer_sqrt(interval.stop)))) {}

double PrimesBetween::cost(const Interval& piece) const {
    return is_distant() ? seconds_a_window_ * static_cast<double>(piece.width())
                              / static_cast<double>(PrimeWindow::widest)
                        : enumeration_.cost(piece);
}

uint128 PrimesBetween::border(uint128 position) const {
    if (!is_distant() || position >= interval_.stop) {
        return position;
    }
    return position - (position - interval_.start) % PrimeWindow::widest;
}

tally::Counts PrimesBetween::work(const Interval& piece, Worker& worker,
                                  const std::stop_token& give_up) const {
    if (!is_distant()) {
        return enumeration_.work(piece, worker, give_up);
    }
    tally::Counts counts;
    for (uint128 start = piece.start; start < piece.stop && !give_up.stop_requested();) {
        const uint128 stop = std::min<uint128>(start + PrimeWindow::widest, piece.stop);
        counts.of_size.front() += PrimeWindow({start, stop}, primes_, give_up).count();
        start = stop;
    }
    counts.sizes = counts.of_size.front() > 0 ? 1 : 0;
    return counts;
}

std::size_t PrimesBetween::memory(int threads) const {
    return enumeration_.memory(threads)
           + (is_distant() ? PrimeWindow::widest / 16 * static_cast<std::size_t>(threads) : 0);
}

std::vector<uint128> list_primes(const Interval& interval) {
    const auto cache = std::make_shared<sieve::SievingPrimesCache>();
    if (interval.stop > two_to_the_64) {
        return PrimeWindow(interval, cache).primes();
    }
    std::vector<uint128> primes;
    for (const unsigned p : {2U, 3U, 5U}) {
        if (interval.contains(p)) {
            primes.push_back(p);
        }
    }
    sieve::Sieve(cache).run(interval, [&primes](const sieve::Segment& segment) {
        for (std::size_t i = 0; i < segment.bytes.size(); ++i) {
            for (unsigned bits = segment.bytes[i]; bits != 0; bits &= bits - 1) {
                const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
                primes.push_back(segment.base + 30 * i + sieve::wheel_residues[bit]);
            }
        }
    });
    return primes;
}

uint128 prime_near(uint128 x, int128 steps) {
    const bool upwards = steps > 0;
    auto left = static_cast<std::uint64_t>(upwards ? steps : 1 - steps);
    const double gap = std::log(static_cast<double>(x) + 2);
    Interval window = {x + 1, x + 1};
    for (;;) {
        const auto width = std::min<std::uint64_t>(
            PrimeWindow::widest,
            static_cast<std::uint64_t>(1.02 * gap * static_cast<double>(left)) + 3000);
        if (upwards) {
            window = {window.stop, window.stop + width};
        } else {
            window = {window.start > width ? window.start - width : 0, window.start};
        }
        const std::vector<uint128> primes = list_primes(window);
        if (left <= primes.size()) {
            return upwards ? primes[left - 1] : primes[primes.size() - left];
        }
        left -= primes.size();
        if (!upwards && window.start == 0) {
            throw std::out_of_range("there are not so many primes below");
        }
    }
}

} // namespace primerank::pi
