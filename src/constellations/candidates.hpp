#pragma once

#include "numbers/instruction_set.hpp"
#include "tally/pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace primerank::constellations {

/// A test of many numbers: see numbers/primality.hpp.
using NumberTest =
    std::function<void(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts)>;

/// Tests members of constellations, offset by offset: those that fail one are not tested further.
class MemberTest {
  public:
    /// Keeps of the first members n those whose n + offset pass, for all offsets, and returns how
    /// many, in front.
    std::size_t keep(std::span<std::uint64_t> first_members, std::span<const std::uint64_t> offsets,
                     const NumberTest& test);

  private:
    std::vector<std::uint64_t> members_;
    std::vector<std::uint8_t> verdicts_;
};

/// First members that survived a sieve, tested many at a time.
class Candidates {
  public:
    Candidates(const tally::Pattern& pattern, InstructionSet set);

    /// Room for `count` more behind those that wait, to be filled and then told by add().
    [[nodiscard]] std::uint64_t* room(std::size_t count);
    void add(std::size_t count) { waiting_ += count; }

    /// Enough wait for the tests to be at their best speed.
    [[nodiscard]] bool full() const { return waiting_ >= batch; }

    /// Tests all that wait, whose members are odd and at least 3, and appends to `found` those all
    /// of whose members are prime: proven, see numbers/primality.hpp.
    void decide(std::vector<std::uint64_t>& found);

  private:
    static constexpr std::size_t batch = 4096;

    std::vector<std::uint64_t> offsets_;
    InstructionSet set_;
    std::size_t waiting_ = 0;
    std::vector<std::uint64_t> first_members_;
    MemberTest members_;
};

} // namespace primerank::constellations
