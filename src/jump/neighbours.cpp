#include "jump/neighbours.hpp"

#include "numbers/primality.hpp"

#include <numeric>

namespace primerank::jump {
namespace {

/// Of an odd number: false for composites alone, for most of them.
bool may_be_prime(uint128 n) {
    constexpr unsigned largest_factor = 53;
    return n <= largest_factor || !has_small_factor(n);
}

} // namespace

void Neighbours::find(uint128 origin, std::span<std::uint64_t> numbers, Side side) {
    open_.resize(numbers.size());
    std::iota(open_.begin(), open_.end(), std::size_t{0});
    const std::uint64_t step = side == Side::above ? 2 : ~std::uint64_t{1}; // -2 in 64 bits
    while (!open_.empty()) {
        candidates_.clear();
        std::erase_if(open_, [&](std::size_t i) {
            std::uint64_t& n = numbers[i];
            do {
                if (origin + n < 3 && side == Side::below) {
                    n = 0;
                    return true;
                }
                n += step;
            } while (!may_be_prime(origin + n));
            candidates_.push_back(n);
            return false;
        });
        verdicts_.resize(candidates_.size());
        test_primality(origin, candidates_, verdicts_, set_);
        std::size_t next = 0;
        std::erase_if(open_, [&](std::size_t) { return verdicts_[next++] != 0; });
    }
}

} // namespace primerank::jump
