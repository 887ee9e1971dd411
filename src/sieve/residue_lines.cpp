#include "sieve/residue_lines.hpp"

#include "numbers/uint128.hpp"
#include "sieve/kernels.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/pages.hpp"

#include <algorithm>
#include <cstring>

namespace primerank::sieve {
namespace {

/// Lines begin at different places of a page, or they would compete for the same sets of a cache;
/// and what merging reads beyond a line is there.
constexpr std::size_t line_stride = max_line_bytes + 64;

} // namespace

std::size_t ResidueLines::memory_forecast(std::size_t medium_primes) {
    return line_count * line_stride + max_line_bytes + 2 * line_guard
           + LineMediumPrimes::bytes_per_prime * medium_primes;
}

ResidueLines::ResidueLines(const Kernels& kernels)
    : kernels_(&kernels), patterns_(kernels), medium_(kernels) {}

void ResidueLines::load(const SievingPrimes& primes, std::uint64_t last, std::uint64_t first_byte,
                        std::uint64_t count) {
    if (lines_.size() == 0) {
        line_.resize(max_line_bytes + 2 * line_guard);
        lines_.resize(line_count * line_stride);
        fetch_pages(line_.data(), line_.size());
        fetch_pages(lines_.data(), lines_.size());
    }
    // Stretches of equal length, as few as can be; 7 bytes are 210 numbers.
    stretch_ = first_byte / 7;
    const std::uint64_t bytes = (first_byte + count - 7 * stretch_ + 55) / 56;
    const std::uint64_t stretches = (bytes + max_line_bytes - 1) / max_line_bytes;
    line_bytes_ = static_cast<std::size_t>((bytes + stretches * 64 - 1) / (stretches * 64) * 64);
    sieved_ = false;
    const auto line_bits = static_cast<std::uint32_t>(8 * line_bytes_);
    small_.load(primes, last);
    medium_.load(primes, last, line_bits);
}

void ResidueLines::sieve_stretch() {
    const uint128 end = uint128{line_modulus} * (stretch_ + 8 * std::uint64_t{line_bytes_});
    const auto last_number = static_cast<std::uint64_t>(std::min(end, two_to_the_64) - 1);
    patterns_.enter(stretch_);
    small_.enter(stretch_, last_number);
    medium_.enter(stretch_, last_number);
    std::uint8_t* const line = line_.data() + line_guard;
    for (std::size_t i = 0; i < line_count; ++i) {
        patterns_.fill(line, line_bytes_, line_steps[i]);
        small_.cross_out(line, line_bytes_, line_steps[i]);
        medium_.cross_out(line, line_bytes_, line_steps[i]);
        std::memcpy(lines_.data() + i * line_stride, line, line_bytes_);
    }
}

void ResidueLines::fill(std::uint8_t* segment, std::size_t size, std::uint64_t position) {
    if (!sieved_) {
        sieve_stretch();
        sieved_ = true;
    }
    const std::uint64_t end = position + size;
    while (true) {
        const std::uint64_t start = 7 * stretch_;
        const std::uint64_t next = start + stretch_bytes();
        const std::uint64_t from = (std::max(position, start) - start) / 56;
        const std::uint64_t to = (std::min(end, next) - start + 55) / 56;
        // The first of these bytes may be the last of the segment before.
        const auto offset = static_cast<std::ptrdiff_t>(start + 56 * from - position);
        kernels_->merge_lines(segment + offset, lines_.data(), line_stride,
                              static_cast<std::size_t>(from), static_cast<std::size_t>(to));
        if (end <= next) {
            break;
        }
        stretch_ += 8 * std::uint64_t{line_bytes_};
        sieve_stretch();
    }
}

} // namespace primerank::sieve
