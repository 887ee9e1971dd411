#pragma once

#include "numbers/instruction_set.hpp"
#include "tally/pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace primerank::constellations {

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

    /// Keeps of the first `count` those that pass a test of every member.
    template <class Test>
    std::size_t keep(std::size_t count, const Test& test);

    std::vector<std::uint64_t> offsets_;
    InstructionSet set_;
    std::size_t waiting_ = 0;
    std::vector<std::uint64_t> first_members_;
    std::vector<std::uint64_t> members_;
    std::vector<std::uint8_t> verdicts_;
};

} // namespace primerank::constellations
