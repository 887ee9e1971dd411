#include "pi/small_primes.hpp"

namespace primerank::pi {

std::vector<std::uint32_t> small_primes(std::uint32_t limit) {
    std::vector<std::uint32_t> primes = {0};
    std::vector<bool> composite(std::size_t{limit} + 1);
    for (std::uint64_t n = 2; n <= limit; ++n) {
        if (!composite[n]) {
            primes.push_back(static_cast<std::uint32_t>(n));
            for (std::uint64_t multiple = n * n; multiple <= limit; multiple += n) {
                composite[multiple] = true;
            }
        }
    }
    return primes;
}

} // namespace primerank::pi
