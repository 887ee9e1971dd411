#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// How deep to sieve an interval of that many numbers before its survivors are tested one by one:
/// B with B ln B = 8 width, at least the primes that patterns cross out. Sieving on by dB finds
/// about width dB / (B ln^2 B) more composites and takes dB / ln B more primes, each with its
/// set-up; at this depth that costs as much as testing them.
std::uint64_t test_depth(double width);

/// Tests what a limited sieve has left.
class SurvivorTest {
  public:
    SurvivorTest(InstructionSet set, uint128 origin);

    /// Clears the bits of composites in a segment whose first byte stands for the numbers from
    /// origin + base on. size is a multiple of 8.
    void keep_primes(std::uint8_t* bytes, std::size_t size, std::uint64_t base);

    [[nodiscard]] std::size_t memory() const {
        return numbers_.memory() + positions_.memory() + verdicts_.memory();
    }

  private:
    void test(std::uint8_t* bytes, std::size_t count);

    InstructionSet set_;
    uint128 origin_;
    AlignedBuffer<std::uint64_t> numbers_;
    AlignedBuffer<std::uint32_t> positions_;
    AlignedBuffer<std::uint8_t> verdicts_;
};

} // namespace primerank::sieve
