#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/line_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// Sieving primes and where in a residue line they cross out first.
///
/// p divides 210 (A + i) + r for i = -A - r / 210 modulo p. So the first such i of a line moves on
/// by -2 / 210 mod p when r grows by 2, whatever the prime's residue: one subtraction modulo p, and
/// no table. From the line of residue 209 it is another such step to 211, which is residue 1 at
/// A + 1, and from there line_bits - 1 to the next stretch.
///
/// Int is unsigned and holds twice the largest prime.
template <class Int>
class LinePositions {
  public:
    /// Makes room for `count` primes above 7, which are to be added in ascending order; the last is
    /// repeated to fill up groups of that many. Lines have so many bits.
    void reset(std::size_t count, std::size_t group, std::uint32_t line_bits) {
        const std::size_t padded = (count + group - 1) / group * group;
        for (AlignedBuffer<Int>* const buffer : {&primes_, &steps_, &turns_, &firsts_}) {
            buffer->resize(padded);
        }
        group_ = group;
        line_bits_ = line_bits;
        in_use_ = 0;
        count_ = 0;
    }

    void add(std::uint32_t prime) {
        const std::uint32_t inverse = inverse_of_210(prime);
        const std::uint32_t step = std::min(2 * inverse, 2 * inverse - prime);
        primes_[count_] = static_cast<Int>(prime);
        steps_[count_] = static_cast<Int>(step);
        turns_[count_] = static_cast<Int>((line_bits_ - 1 + step) % prime);
        ++count_;
    }

    void fill_up() {
        for (; count_ < primes_.size(); ++count_) {
            primes_[count_] = primes_[count_ - 1];
            steps_[count_] = steps_[count_ - 1];
            turns_[count_] = turns_[count_ - 1];
        }
    }

    /// Goes to the line of residue 1 of the stretch that begins at 210 start; it is the first, or
    /// follows the one whose last line has been reached. All primes with p^2 <= last_number are in
    /// use from here on.
    void enter(std::uint64_t start, std::uint64_t last_number) {
        step_back(turns_.data());
        while (in_use_ < count_ && square(primes_[in_use_]) <= last_number) {
            const std::size_t end = std::min(in_use_ + group_, count_);
            for (; in_use_ < end; ++in_use_) {
                const std::uint32_t prime = primes_[in_use_];
                const auto offset = static_cast<std::uint32_t>(start % prime);
                const std::uint32_t first = prime - offset - inverse_of_210(prime);
                firsts_[in_use_] = static_cast<Int>(std::min(first, first + prime));
            }
        }
    }

    /// Goes to the next line, whose residue is larger by 2 steps.
    void next_line(unsigned steps) {
        for (unsigned i = 0; i < steps; ++i) {
            step_back(steps_.data());
        }
    }

    /// A multiple of the group, but for the last.
    [[nodiscard]] std::size_t in_use() const { return in_use_; }
    [[nodiscard]] const Int* primes() const { return primes_.data(); }
    [[nodiscard]] const Int* steps() const { return steps_.data(); }
    /// The first multiple of each prime in the line, in bits, below the prime.
    [[nodiscard]] Int* firsts() { return firsts_.data(); }
    [[nodiscard]] const Int* firsts() const { return firsts_.data(); }

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const { return 4 * primes_.memory(); }

  private:
    static std::uint64_t square(std::uint64_t prime) { return prime * prime; }

    void step_back(const Int* steps) {
        Int* const firsts = firsts_.data();
        const Int* const primes = primes_.data();
        for (std::size_t i = 0; i < in_use_; ++i) {
            // A difference below 0 is a large number; adding p makes it the smaller one.
            const auto first = static_cast<Int>(firsts[i] - steps[i]);
            firsts[i] = std::min(first, static_cast<Int>(first + primes[i]));
        }
    }

    AlignedBuffer<Int> primes_;
    AlignedBuffer<Int> steps_; ///< 2 / 210 modulo p
    AlignedBuffer<Int> turns_; ///< from the last line of a stretch to the first of the next
    AlignedBuffer<Int> firsts_;
    std::size_t group_ = 1;
    std::size_t count_ = 0;
    std::size_t in_use_ = 0;
    std::uint32_t line_bits_ = 0;
};

} // namespace primerank::sieve
