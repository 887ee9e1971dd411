#pragma once

#include "numbers/instruction_set.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>

namespace primerank {

/// FNV-1a
class Digest {
  public:
    void add(std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) {
            value_ = (value_ ^ byte) * 1'099'511'628'211U;
        }
    }
    [[nodiscard]] std::string line(const std::string& what) const {
        std::array<char, 17> hexadecimal{};
        std::snprintf(hexadecimal.data(), hexadecimal.size(), "%016llx",
                      static_cast<unsigned long long>(value_));
        return what + ' ' + hexadecimal.data() + '\n';
    }

  private:
    std::uint64_t value_ = 14'695'981'039'346'656'037U;
};

struct Window {
    std::uint64_t start;
    std::uint64_t width;
};

// Lines of text from what one instruction set computes.

/// Verdicts about odd numbers around the places where kernels change their ways.
std::string primality(InstructionSet set);

/// The bits of windows, by both methods.
std::string bitmaps(InstructionSet set);

/// Every tally that has kernels, of a low window and a high one.
std::string tallies(InstructionSet set);

/// First members of constellations, sieved for.
std::string tuplets(InstructionSet set);

/// pi(x), and primes by class, with parameters of all kinds.
std::string values_of_pi(InstructionSet set);

} // namespace primerank
