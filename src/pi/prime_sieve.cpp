#include "pi/prime_sieve.hpp"

#include "pi/parameters.hpp"
#include "pi/strike.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace primerank::pi {
namespace {

/// The bits of a byte as bits of 15 odd numbers.
constexpr std::array<std::uint16_t, 256> odd_bits = [] {
    std::array<std::uint16_t, 256> words{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        for (std::size_t i = 0; i < 8; ++i) {
            const auto bit = static_cast<unsigned>(byte >> i & 1);
            words[byte] |= static_cast<std::uint16_t>(bit << (sieve::wheel_residues[i] / 2));
        }
    }
    return words;
}();

/// The bits of residues up to r.
std::uint8_t bits_up_to(std::uint64_t r) {
    return static_cast<std::uint8_t>((1U << wheel_counts[r]) - 1);
}

} // namespace

PrimeSieve::Window PrimeSieve::window(std::uint64_t first, std::uint64_t end) {
    const std::uint64_t base = first - first % 30;
    const std::size_t size = (end - base + 29) / 30;
    const std::size_t rounded = (size + stride_bytes - 1) / stride_bytes * stride_bytes;
    bytes_.resize(rounded);
    std::uint8_t* const bytes = bytes_.data();

    multiples_.clear();
    for (std::size_t b = patterns_.last() + 1; b < primes_.size(); ++b) {
        const std::uint64_t p = primes_[b];
        if (p * p >= end) {
            break;
        }
        multiples_.push_back(first_multiple(p, base));
    }
    for (std::size_t i = 0; i < rounded; i += block_bytes) {
        sieve_block(base + 30 * i, bytes + i, std::min(block_bytes, rounded - i), end);
    }

    // Multiples were struck from p itself on.
    const auto begin = std::lower_bound(primes_.begin() + 4, primes_.end(), base);
    for (auto p = begin; p != primes_.end() && *p < base + 30 * size; ++p) {
        bytes[(*p - base) / 30] |= static_cast<std::uint8_t>(1U << sieve::wheel_bits[*p % 30]);
    }
    if (base == 0) {
        bytes[0] &= 0xfe;
    }
    if (first > base) {
        bytes[0] &= static_cast<std::uint8_t>(~bits_up_to(first - base - 1));
    }
    bytes[size - 1] &= bits_up_to((end - base + 29) % 30);
    std::memset(bytes + size, 0, std::min<std::size_t>(rounded - size, 64));
    return {base, {bytes, size}};
}

void PrimeSieve::sieve_block(std::uint64_t low, std::uint8_t* block, std::size_t bytes,
                             std::uint64_t end) {
    const auto phase = [low](Pattern p) { return static_cast<std::uint32_t>(low / 30 % p.period); };
    const std::size_t groups = bytes / group_bytes;
    GroupCounts counts;
    const Pattern first = patterns_.of_7_11_13();
    const Pattern second = patterns_.of_17_19();
    kernels_.lay_patterns(block, groups, first, phase(first), second, phase(second), 0, counts);
    for (std::uint64_t b = k + 1; b <= patterns_.last(); ++b) {
        const Pattern pattern = patterns_.of(b);
        if (std::uint64_t{pattern.period} * pattern.period >= end) {
            break;
        }
        kernels_.and_pattern(block, groups, pattern, phase(pattern), 0, counts);
    }
    for (std::size_t i = 0; i < multiples_.size(); ++i) {
        if (multiples_[i].byte >= bytes) {
            multiples_[i].byte -= static_cast<std::uint32_t>(bytes);
        } else {
            strike(block, bytes, primes_[patterns_.last() + 1 + i], multiples_[i]);
        }
    }
}

void to_odd_words(const PrimeSieve::Window& window, std::vector<std::uint32_t>& words) {
    words.resize(window.bytes.size() / 32 * 15);
    std::uint32_t* next = words.data();
    std::uint64_t gathered = 0;
    unsigned filled = 0;
    for (const std::uint8_t byte : window.bytes) {
        gathered |= std::uint64_t{odd_bits[byte]} << filled;
        filled += 15;
        if (filled >= 32) {
            *next++ = static_cast<std::uint32_t>(gathered);
            gathered >>= 32;
            filled -= 32;
        }
    }
    if (window.base == 0 && !words.empty()) {
        words[0] |= 7;
    }
}

} // namespace primerank::pi
