#include "constellations/tapes.hpp"

#include "constellations/kernels.hpp"

#include <cstring>

namespace primerank::constellations {
namespace {

/// Tapes that are read while one segment stays in the cache.
constexpr std::size_t subset_bytes = std::size_t{24} * 1024;

/// Behind the period of a tape comes what a block reads beyond it.
std::size_t tape_bytes(std::uint32_t period) {
    return std::size_t{period} + block_bytes;
}

/// A read across the border of two pages takes some ten times as long as one within: a tape that
/// fits one page does not reach into a second.
constexpr std::size_t page_bytes = 4096;

std::size_t place_behind(std::size_t behind, std::size_t bytes) {
    const std::size_t page_end = (behind / page_bytes + 1) * page_bytes;
    return behind + bytes > page_end && bytes <= page_bytes ? page_end : behind;
}

std::size_t whole_groups(std::size_t count) {
    return (count + position_group - 1) / position_group * position_group;
}

} // namespace

Tapes::Tapes(const tally::Pattern& pattern, std::uint64_t modulus,
             std::span<const std::uint32_t> primes)
    : count_(primes.size()), periods_(primes.begin(), primes.end()) {
    // The further positions have a period of 1 and stand at 0, where they are never read.
    periods_.resize(whole_groups(count_), 1);
    begins_.resize(periods_.size(), 0);
    ends_.resize(periods_.size(), 1);
    coefficients_.resize(periods_.size(), 0);
    std::size_t bytes = 0;
    for (std::size_t tape = 0; tape < count_; ++tape) {
        bytes = place_behind(bytes, tape_bytes(periods_[tape]));
        begins_[tape] = static_cast<std::uint32_t>(bytes);
        ends_[tape] = begins_[tape] + periods_[tape];
        coefficients_[tape] = inverse(8 * (modulus % periods_[tape]), periods_[tape]);
        bytes += tape_bytes(periods_[tape]);
    }
    buffer_.resize(bytes + page_bytes);
    std::memset(buffer_.data(), 0xff, buffer_.size());
    const auto address = reinterpret_cast<std::uintptr_t>(buffer_.data());
    bits_ = buffer_.data() + (page_bytes - address % page_bytes) % page_bytes;
    for (std::size_t tape = 0; tape < count_; ++tape) {
        draw(pattern, modulus, tape);
    }
    divide_into_subsets();
}

void Tapes::draw(const tally::Pattern& pattern, std::uint64_t modulus, std::size_t tape) {
    const std::uint32_t p = periods_[tape];
    const std::uint64_t bits = 8 * tape_bytes(p);
    const std::uint64_t index_of_one = inverse(modulus % p, p);
    for (const std::uint32_t residue : struck_residues(pattern, p)) {
        for (std::uint64_t j = residue * index_of_one % p; j < bits; j += p) {
            bits_[begins_[tape] + j / 8] &= static_cast<std::uint8_t>(~(1U << j % 8));
        }
    }
}

void Tapes::divide_into_subsets() {
    subsets_ = {0};
    std::size_t bytes = 0;
    for (std::size_t group = 0; group < count_; group += position_group) {
        const std::size_t behind = std::min(count_, group + position_group);
        const std::size_t more = ends_[behind - 1] + block_bytes - begins_[group];
        if (bytes != 0 && bytes + more > subset_bytes) {
            subsets_.push_back(group);
            bytes = 0;
        }
        bytes += more;
    }
    if (count_ != 0) {
        subsets_.push_back(count_);
    }
}

Tapes::Positions Tapes::line_through(uint128 n) const {
    Positions result = moved_by(n);
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] += begins_[i];
    }
    return result;
}

Tapes::Positions Tapes::moved_by(uint128 distance) const {
    Positions result(periods_.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto remainder = static_cast<std::uint64_t>(distance % periods_[i]);
        result[i] = static_cast<std::uint32_t>(remainder * coefficients_[i] % periods_[i]);
    }
    return result;
}

} // namespace primerank::constellations
