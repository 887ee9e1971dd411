#include "sieve/residue_lines.hpp"

#include "numbers/uint128.hpp"
#include "sieve/kernels.hpp"
#include "sieve/pages.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace primerank::sieve {
namespace {

/// What merging reads beyond a line. It also makes lines begin at different places of a page, or
/// they would compete for the same sets of a cache.
constexpr std::size_t line_margin = 64;

/// The line of a residue that has none.
alignas(64) constexpr std::array<std::uint8_t, max_line_bytes + line_margin> zeros{};

std::size_t longest_line(const LineLayout& layout) {
    return layout.modulus == 210 ? max_line_bytes : usual_line_bytes;
}

std::size_t line_stride(const LineLayout& layout) {
    return longest_line(layout) + line_margin;
}

std::size_t memory_of_lines(const LineLayout& layout) {
    return layout.residues.size() * line_stride(layout);
}

/// 2310 takes 13 MB that are touched for the first time, and stretches of up to 530 million
/// numbers, all of which is sieved with the primes that its last number needs: that has to be
/// earned. Above this depth buckets fill most of the memory and of the time.
constexpr std::uint64_t long_count = 1'500'000'000 / 30;
constexpr std::uint64_t long_count_again = 450'000'000 / 30; ///< where the memory is at hand
constexpr std::uint64_t long_end = 5'000'000'000 / 30;
constexpr std::uint64_t long_depth = 500'000'000;

LineLayout choose(bool enough, std::uint64_t depth, std::uint64_t end) {
    return enough && end >= long_end && depth <= long_depth ? lines_of<2310> : lines_of<210>;
}

/// As few as can be of usual length; of some, one less is worth that lines be a little longer.
std::uint64_t stretches_for(std::uint64_t bits, const LineLayout& layout) {
    constexpr std::uint64_t some = 4;
    const auto stretches_of = [bits](std::size_t bytes) {
        return (bits + 8 * bytes - 1) / (8 * bytes);
    };
    const std::uint64_t usual = stretches_of(usual_line_bytes);
    return usual <= some ? stretches_of(longest_line(layout)) : usual;
}

} // namespace

LineLayout ResidueLines::layout_for(std::uint64_t depth, std::uint64_t end, std::uint64_t count) {
    return choose(count >= long_count, depth, end);
}

LineLayout ResidueLines::layout_now(std::uint64_t depth, std::uint64_t end,
                                    std::uint64_t count) const {
    const bool at_hand = lines_.memory() >= memory_of_lines(lines_of<2310>);
    return choose(count >= (at_hand ? long_count_again : long_count), depth, end);
}

std::size_t ResidueLines::memory_forecast(const LineLayout& layout, std::size_t medium_primes) {
    return memory_of_lines(layout) + max_line_bytes + 2 * line_guard
           + LineMediumPrimes::bytes_per_prime * medium_primes;
}

ResidueLines::ResidueLines(const Kernels& kernels, uint128 origin)
    : kernels_(&kernels), origin_(origin), patterns_(kernels), small_(kernels), medium_(kernels) {}

void ResidueLines::load(const SievingPrimes& primes, std::uint64_t last, std::uint64_t first_byte,
                        std::uint64_t count, const LineLayout& layout) {
    layout_ = layout;
    lay_out();
    // Stretches of equal length.
    const std::uint64_t bit = layout.bytes();
    stretch_ = first_byte / bit;
    const std::uint64_t bits = (first_byte + count - bit * stretch_ + bit - 1) / bit;
    const std::uint64_t stretches = stretches_for(bits, layout);
    line_bytes_ =
        static_cast<std::size_t>((bits + stretches * 8 * 64 - 1) / (stretches * 8 * 64) * 64);
    sieved_ = false;
    const auto line_bits = static_cast<std::uint32_t>(8 * line_bytes_);
    patterns_.load(layout);
    small_.load(primes, last, layout);
    medium_.load(primes, last, line_bits, layout);
}

/// Makes room for the lines, and notes where each of them is.
void ResidueLines::lay_out() {
    resize_and_fetch(line_, max_line_bytes + 2 * line_guard);
    resize_and_fetch(lines_, memory_of_lines(layout_));
    merged_.clear();
    std::size_t next = 0;
    for (std::uint32_t block = 0; block < layout_.blocks(); ++block) {
        for (const std::uint32_t r : lines_of<210>.residues) {
            const bool is_line = layout_.residues[next] == 210 * block + r;
            merged_.push_back(is_line ? line(next++) : zeros.data());
        }
    }
}

std::uint8_t* ResidueLines::line(std::size_t i) {
    return lines_.data() + i * line_stride(layout_);
}

void ResidueLines::sieve_stretch() {
    const uint128 start = origin_ / layout_.modulus + stretch_;
    const uint128 end = layout_.modulus * (start + uint128{8} * line_bytes_);
    const auto last_number = static_cast<std::uint64_t>(std::min(end, two_to_the_64) - 1);
    patterns_.enter(start);
    small_.enter(start, last_number);
    medium_.enter(start, last_number);
    std::uint8_t* const current = line_.data() + line_guard;
    for (std::size_t i = 0; i < layout_.steps.size(); ++i) {
        const unsigned steps = layout_.steps[i];
        patterns_.fill(current, line_bytes_, steps);
        small_.cross_out(current, line_bytes_, steps);
        medium_.cross_out(current, line_bytes_, steps);
        std::memcpy(line(i), current, line_bytes_);
    }
}

void ResidueLines::fill(std::uint8_t* segment, std::size_t size, std::uint64_t position) {
    if (!sieved_) {
        sieve_stretch();
        sieved_ = true;
    }
    const std::uint64_t end = position + size;
    const std::uint64_t column = 8 * std::uint64_t{layout_.bytes()}; // of a byte of the lines
    while (true) {
        const std::uint64_t start = stretch_ * layout_.bytes();
        const std::uint64_t next = start + column * line_bytes_;
        const std::uint64_t from = (std::max(position, start) - start) / column;
        const std::uint64_t to = (std::min(end, next) - start + column - 1) / column;
        // The first of these bytes may be the last of the segment before.
        const auto offset = static_cast<std::ptrdiff_t>(start + column * from - position);
        kernels_->merge_lines(segment + offset, merged_.data(), layout_.blocks(),
                              static_cast<std::size_t>(from), static_cast<std::size_t>(to));
        if (end <= next) {
            break;
        }
        stretch_ += 8 * std::uint64_t{line_bytes_};
        sieve_stretch();
    }
}

} // namespace primerank::sieve
