#include "constellations/residues.hpp"

#include "numbers/primality.hpp"

#include <algorithm>
#include <utility>

namespace primerank::constellations {

std::vector<std::uint32_t> struck_residues(const tally::Pattern& pattern, std::uint32_t p) {
    std::vector<std::uint32_t> residues;
    for (const std::uint64_t offset : pattern.offsets()) {
        residues.push_back((p - static_cast<std::uint32_t>(offset % p)) % p);
    }
    std::sort(residues.begin(), residues.end());
    residues.erase(std::unique(residues.begin(), residues.end()), residues.end());
    return residues;
}

std::uint32_t inverse(std::uint64_t a, std::uint32_t p) {
    std::int64_t coefficient = 0;
    std::int64_t next_coefficient = 1;
    std::int64_t remainder = p;
    auto next_remainder = static_cast<std::int64_t>(a % p);
    while (next_remainder != 0) {
        const std::int64_t quotient = remainder / next_remainder;
        coefficient -= quotient * next_coefficient;
        std::swap(coefficient, next_coefficient);
        remainder -= quotient * next_remainder;
        std::swap(remainder, next_remainder);
    }
    return static_cast<std::uint32_t>(coefficient < 0 ? coefficient + p : coefficient);
}

const std::vector<std::uint32_t>& sieving_primes() {
    static const std::vector<std::uint32_t> primes = [] {
        std::vector<std::uint32_t> found;
        for (std::uint32_t n = 2; n <= largest_depth; ++n) {
            if (is_prime(n)) {
                found.push_back(n);
            }
        }
        return found;
    }();
    return primes;
}

} // namespace primerank::constellations
