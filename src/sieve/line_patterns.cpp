#include "sieve/line_patterns.hpp"

#include "sieve/kernels.hpp"
#include "sieve/patterns.hpp"

namespace primerank::sieve {
namespace {

void draw(std::uint32_t prime, std::uint8_t* pattern, std::size_t size) {
    for (std::size_t bit = 0; bit < 8 * size; bit += prime) {
        pattern[bit / 8] &= static_cast<std::uint8_t>(~(1U << bit % 8));
    }
}

/// For all primes from first_prime on, drawn once a process.
template <std::uint32_t first_prime>
const Patterns& patterns() {
    static const Patterns drawn(first_prime, 1, draw);
    return drawn;
}

const Patterns& patterns_for(std::uint32_t modulus) {
    if (modulus % 7 != 0) {
        return patterns<7>();
    }
    return modulus % 11 != 0 ? patterns<11>() : patterns<13>();
}

/// n / 8 modulo an odd m, n < m: m m = 1 modulo 8, so m (8 - m mod 8) = -1.
std::uint32_t eighth(std::uint64_t n, std::uint64_t m) {
    return static_cast<std::uint32_t>(n * ((m * (8 - m % 8) + 1) / 8) % m);
}

} // namespace

void LinePatterns::load(const LineLayout& layout) {
    layout_ = layout;
    cursors_ = patterns_for(layout.modulus).cursors();
    starts_.clear();
    for (const Presieve::Cursor& cursor : cursors_) {
        starts_.push_back(
            {0, eighth(2 * layout.inverse(cursor.period) % cursor.period, cursor.period)});
    }
}

void LinePatterns::enter(uint128 start) {
    for (std::size_t i = 0; i < cursors_.size(); ++i) {
        const std::uint32_t period = cursors_[i].period;
        starts_[i].byte = eighth(wide_remainder(start + layout_.inverse(period), period), period);
    }
}

void LinePatterns::fill(std::uint8_t* line, std::size_t size, unsigned steps) {
    for (std::size_t i = 0; i < cursors_.size(); ++i) {
        starts_[i].byte = (starts_[i].byte + steps * starts_[i].step) % cursors_[i].period;
        cursors_[i].offset = starts_[i].byte;
    }
    const std::size_t blocks = (size + presieve_block - 1) / presieve_block;
    kernels_->presieve(line, blocks, cursors_.data(), cursors_.size());
}

} // namespace primerank::sieve
