#pragma once

#include "pi/parameters.hpp"
#include "pi/pi_workload.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// The terms of pi(x), or of pi_chi(x), by their definitions, leaf by leaf, with tables of
/// everything up to a limit: no wheel, no sieve in segments, no identity that spares leaves.
class Reference {
  public:
    explicit Reference(std::uint64_t limit, const Character& chi = Character());

    /// Needs sqrt x, x / y and z up to the limit, x < 2^63.
    [[nodiscard]] PiTerms terms(const Parameters& parameters) const;

    /// The sum of chi(p) over primes p <= n <= limit.
    [[nodiscard]] std::int64_t pi(std::uint64_t n) const { return pi_[n]; }

  private:
    [[nodiscard]] bool is_leaf(std::uint64_t m, std::uint64_t p, std::uint64_t y) const {
        return mu_[m] != 0 && least_factor_[m] > p && greatest_factor_[m] <= y;
    }
    /// The sum of chi over those of 1 ... n that have no factor among p_1 ... p_b.
    [[nodiscard]] std::int64_t phi(std::uint64_t n, std::uint64_t b) const;

    [[nodiscard]] std::int64_t phi0(const Parameters& parameters) const;
    [[nodiscard]] std::int64_t a(const Parameters& parameters) const;
    [[nodiscard]] std::int64_t b(const Parameters& parameters) const;
    [[nodiscard]] std::int64_t c_and_d(const Parameters& parameters, bool hard) const;
    [[nodiscard]] std::int64_t sigma(const Parameters& parameters) const;

    /// Of chi(p q) over pairs of different primes up to y, or those above x too.
    [[nodiscard]] std::int64_t pairs(std::uint64_t y, std::uint64_t above) const;

    /// primes up to n
    [[nodiscard]] std::size_t index(std::uint64_t n) const { return index_[n]; }

    Character chi_;
    std::vector<std::int64_t> pi_;
    std::vector<std::uint32_t> index_;
    std::vector<int> mu_;
    std::vector<std::uint32_t> least_factor_;
    std::vector<std::uint32_t> greatest_factor_;
    std::vector<std::uint32_t> primes_; // primes_[b] = p_b
};

} // namespace primerank::pi
