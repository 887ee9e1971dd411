#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/segment.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace primerank::tally {

/// Counts the primes of segments by residue class, as quickly as the number of classes allows: few
/// classes are counted a word at a time by masks, many by looking at each prime.
class ClassCounter {
  public:
    ClassCounter(std::uint64_t modulus, InstructionSet set);

    /// Adds to counts[r] the primes in class r. The numbers_per_word places behind the modulus's
    /// are for scratch; they are 0 before and after. Needs counts.size() = modulus +
    /// numbers_per_word.
    void add(const sieve::Segment& segment, std::span<std::uint64_t> counts) const;

  private:
    void add_by_masks(const sieve::Segment& segment, std::span<std::uint64_t> counts) const;

    std::uint64_t modulus_;
    [[maybe_unused]] InstructionSet set_;
    std::vector<std::uint64_t> classes_; // prime to the modulus; empty when masks do not pay
    // For each remainder of a word's first number, one mask a class: the word's bits in the class.
    std::vector<std::uint64_t> masks_;
};

} // namespace primerank::tally
