#include "constellations/pattern_sieve.hpp"

#include "numbers/primality.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace primerank::constellations {
namespace {

/// What is sieved at a time: as many lines as fit, or a part of one.
constexpr std::size_t segment_bytes = std::size_t{32} * 1024;
constexpr std::size_t most_lines_at_once = 64;

std::vector<std::uint32_t> tape_primes(const Plan& plan) {
    const std::vector<std::uint32_t>& primes = sieving_primes();
    const auto begin = primes.begin() + static_cast<std::ptrdiff_t>(plan.modulus_primes.size());
    return {begin, std::upper_bound(begin, primes.end(), plan.depth)};
}

/// Sets the bits of a line from `last` on to 0.
void clear_from(std::uint64_t last, std::uint64_t* words, std::size_t count) {
    std::size_t word = last / 64;
    if (word < count && last % 64 != 0) {
        words[word++] &= ~(~std::uint64_t{0} << last % 64);
    }
    for (; word < count; ++word) {
        words[word] = 0;
    }
}

} // namespace

PatternSieve::PatternSieve(tally::Pattern pattern, const Plan& plan, InstructionSet set)
    : pattern_(std::move(pattern)), plan_(plan), kernels_(&kernels(set)), modulus_(plan.modulus()),
      tapes_(pattern_, modulus_, tape_primes(plan)),
      block_distance_(tapes_.moved_by(uint128{8} * block_bytes * modulus_)),
      candidates_(pattern_, set) {
    std::uint64_t modulus = 1;
    for (const std::uint32_t prime : plan.modulus_primes) {
        Level level{prime, modulus, std::vector<std::uint8_t>(prime), tapes_.moved_by(modulus)};
        for (const std::uint32_t residue : struck_residues(pattern_, prime)) {
            level.struck[residue] = 1;
        }
        levels_.push_back(std::move(level));
        modulus *= prime;
    }
    path_.resize(levels_.size());
    segment_.resize(segment_bytes);
    scratch_.resize(tapes_.positions());
    words_.resize(segment_bytes / sizeof(std::uint64_t));
}

void PatternSieve::run(const Interval& first, const Sink& sink, const std::stop_token& give_up) {
    first_ = first;
    sink_ = &sink;
    give_up_ = give_up;
    find_small(first_, sink);
    if (first_.empty()) {
        return;
    }
    const auto start = static_cast<std::uint64_t>(first_.start);
    base_ = start - start % modulus_;
    const auto bits = static_cast<std::uint64_t>((first_.stop - base_ + modulus_ - 1) / modulus_);
    line_bytes_ = (bits + 8 * unit_bytes - 1) / (8 * unit_bytes) * unit_bytes;
    lines_at_once_ = std::clamp<std::size_t>(segment_bytes / line_bytes_, 1, most_lines_at_once);
    positions_.resize(lines_at_once_ * tapes_.positions());
    path_.front() = tapes_.line_through(base_);
    descend(0, 0);
    sieve_lines();
    decide();
}

/// A member that is a sieving prime itself would be struck: up to there n is looked at one by one.
void PatternSieve::find_small(Interval& first, const Sink& sink) {
    const std::uint32_t depth = std::max(plan_.depth, plan_.modulus_primes.back());
    std::vector<std::uint64_t> found;
    for (; first.start < first.stop && first.start <= depth; ++first.start) {
        const auto n = static_cast<std::uint64_t>(first.start);
        const auto offsets = pattern_.offsets();
        if (std::all_of(offsets.begin(), offsets.end(),
                        [n](std::uint64_t offset) { return is_prime(n + offset); })) {
            found.push_back(n);
        }
    }
    if (!found.empty()) {
        sink(found);
    }
}

void PatternSieve::descend(std::size_t level, std::uint64_t residue) {
    const Level& here = levels_[level];
    Tapes::Positions& begin = path_[level];
    for (std::uint32_t t = 0; t < here.prime && !give_up_.stop_requested(); ++t) {
        if (here.struck[residue % here.prime] == 0) {
            if (level + 1 == levels_.size()) {
                add_line(residue, begin);
            } else {
                path_[level + 1] = begin;
                descend(level + 1, residue);
            }
        }
        residue += here.modulus;
        kernels_->step({begin.data(), nullptr, here.distance.data(), tapes_.ends().data(),
                        tapes_.periods().data(), begin.size()});
    }
}

void PatternSieve::add_line(std::uint64_t residue, const Tapes::Positions& begin) {
    std::copy(begin.begin(), begin.end(),
              positions_.data() + residues_.size() * tapes_.positions());
    residues_.push_back(residue);
    if (residues_.size() == lines_at_once_) {
        sieve_lines();
    }
}

void PatternSieve::sieve_lines() {
    for (std::size_t begin = 0; begin < line_bytes_ && !residues_.empty(); begin += segment_bytes) {
        sieve_segment(begin, std::min(segment_bytes, line_bytes_ - begin));
    }
    residues_.clear();
}

/// Bytes [begin, begin + bytes) of all lines that wait, in which several are whole or one is in
/// parts.
void PatternSieve::sieve_segment(std::size_t begin, std::size_t bytes) {
    if (tapes_.size() == 0) {
        std::memset(segment_.data(), 0xff, residues_.size() * bytes);
    }
    for (std::size_t subset = 0; subset + 1 < tapes_.subsets().size(); ++subset) {
        for (std::size_t line = 0; line < residues_.size(); ++line) {
            intersect_tapes(subset, line, bytes);
        }
    }
    for (std::size_t line = 0; line < residues_.size(); ++line) {
        take_survivors(line, begin, bytes);
    }
}

void PatternSieve::intersect_tapes(std::size_t subset, std::size_t line, std::size_t bytes) {
    const std::size_t first = tapes_.subsets()[subset];
    const std::size_t count = tapes_.subsets()[subset + 1] - first;
    kernels_->intersect(segment_.data() + line * bytes, bytes, subset == 0, tapes_.data(),
                        {positions_.data() + line * tapes_.positions() + first, scratch_.data(),
                         block_distance_.data() + first, tapes_.ends().data() + first,
                         tapes_.periods().data() + first, count});
}

void PatternSieve::take_survivors(std::size_t line, std::size_t begin, std::size_t bytes) {
    const uint128 through = uint128{base_} + residues_[line]; // may lie beyond 2^64
    const std::size_t count = bytes / sizeof(std::uint64_t);
    auto* const words = reinterpret_cast<std::uint64_t*>(segment_.data() + line * bytes);
    const std::uint64_t first_bit = 8 * std::uint64_t{begin};
    if (first_bit == 0 && first_.start > through) {
        words[0] &= ~std::uint64_t{1};
    }
    const std::uint64_t last =
        first_.stop > through
            ? static_cast<std::uint64_t>((first_.stop - 1 - through) / modulus_) + 1
            : 0;
    clear_from(last - std::min(last, first_bit), words, count);
    std::uint64_t* const room = candidates_.room(8 * bytes);
    candidates_.add(kernels_->survivors(room, words, count,
                                        static_cast<std::uint64_t>(through) + modulus_ * first_bit,
                                        modulus_, words_.data()));
    if (candidates_.full()) {
        decide();
    }
}

void PatternSieve::decide() {
    candidates_.decide(found_);
    if (!found_.empty()) {
        (*sink_)(found_);
        found_.clear();
    }
}

} // namespace primerank::constellations
