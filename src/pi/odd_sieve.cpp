#include "pi/odd_sieve.hpp"

#include <algorithm>
#include <array>

namespace primerank::pi {
namespace {

constexpr std::uint64_t chunk_words = 4096; // 32 KB: first-level cache
constexpr std::uint64_t chunk_bits = 64 * chunk_words;
constexpr std::uint64_t largest_pattern = 61;

void clear(std::uint64_t* words, std::uint64_t bit) {
    words[bit >> 6] &= ~(std::uint64_t{1} << (bit & 63));
}

/// Strikes every p-th bit from `first` on by a pattern of p words.
void strike_pattern(std::span<std::uint64_t> words, std::uint64_t p, std::uint64_t first) {
    std::array<std::uint64_t, largest_pattern> pattern{};
    pattern.fill(~std::uint64_t{0});
    for (std::uint64_t bit = first % p; bit < 64 * p; bit += p) {
        clear(pattern.data(), bit);
    }
    for (std::size_t i = 0; i < words.size(); i += p) {
        const std::size_t n = std::min<std::size_t>(p, words.size() - i);
        for (std::size_t j = 0; j < n; ++j) {
            words[i + j] &= pattern[j];
        }
    }
}

/// Strikes every p-th bit of the words from `next` on; returns the first one beyond them.
std::uint64_t strike(std::span<std::uint64_t> words, std::uint64_t p, std::uint64_t next) {
    const std::uint64_t end = 64 * words.size();
    for (; next + 3 * p < end; next += 4 * p) {
        clear(words.data(), next);
        clear(words.data(), next + p);
        clear(words.data(), next + 2 * p);
        clear(words.data(), next + 3 * p);
    }
    for (; next < end; next += p) {
        clear(words.data(), next);
    }
    return next - end;
}

} // namespace

std::vector<std::uint32_t> small_primes(std::uint32_t limit) {
    std::vector<std::uint32_t> primes;
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

std::span<const std::uint64_t> OddSieve::window(std::uint64_t low, std::uint64_t high) {
    const std::uint64_t words = (high - low + 127) / 128;
    const std::uint64_t end = low + 128 * words;
    words_.assign(words, ~std::uint64_t{0});

    // bit of the first odd multiple of p at or above max(p^2, low)
    const auto first_bit = [low](std::uint64_t p) {
        std::uint64_t n = std::max((low + p) / p * p, p * p);
        n += n % 2 == 0 ? p : 0;
        return (n - low) / 2;
    };
    // A pattern strikes from the window's first multiple on, also p itself, so p^2 must not lie far
    // above low. That holds for the first few primes or for none.
    std::size_t patterned = 1;
    std::vector<std::uint64_t> next;
    for (std::size_t i = 1; i < primes_.size(); ++i) {
        const std::uint64_t p = primes_[i];
        if (p * p >= end) {
            break;
        }
        const std::uint64_t first = first_bit(p);
        if (p <= largest_pattern && first < p) {
            strike_pattern(words_, p, first);
            patterned = i + 1;
        } else {
            next.push_back(first);
        }
    }
    for (std::uint64_t begin = 0; begin < words; begin += chunk_words) {
        const std::uint64_t n = std::min(chunk_words, words - begin);
        const std::span chunk(words_.data() + begin, n);
        for (std::size_t j = 0; j < next.size(); ++j) {
            if (next[j] >= 64 * n) {
                next[j] -= 64 * n;
            } else {
                next[j] = strike(chunk, primes_[patterned + j], next[j]);
            }
        }
    }
    return words_;
}

} // namespace primerank::pi
