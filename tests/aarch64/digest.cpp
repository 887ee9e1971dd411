// Prints digests of primes and tallies, on which every instruction set of this processor has to
// agree, to be compared with those of another processor.
#include "instruction_sets.hpp"
#include "numbers/primality.hpp"
#include "sieve/sieve.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace primerank;

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

/// Verdicts about odd numbers around the places where kernels change their ways.
std::string primality(InstructionSet set) {
    constexpr std::uint64_t count = 1000; // no whole number of vectors in step
    std::string lines;
    for (const unsigned exponent : {1U, 20U, 40U, 50U, 52U, 60U, 61U, 63U}) {
        std::vector<std::uint64_t> numbers;
        const std::uint64_t power = std::uint64_t{1} << exponent;
        for (std::uint64_t n = power < count ? 1 : power - count + 1; n < power + count; n += 2) {
            numbers.push_back(n);
        }
        std::vector<std::uint8_t> verdicts(numbers.size());
        test_primality(numbers, verdicts, set);
        Digest digest;
        digest.add(verdicts);
        lines += digest.line("around 2^" + std::to_string(exponent));
    }
    // Beyond 2^64: limbs for up to 69 bits and up to 82, one base and several.
    std::vector<std::uint64_t> offsets;
    for (std::uint64_t offset = 1; offset < 2 * count; offset += 2) {
        offsets.push_back(offset);
    }
    std::vector<std::uint8_t> verdicts(offsets.size());
    for (const unsigned exponent : {64U, 68U, 69U, 78U, 81U}) {
        test_primality(uint128{1} << exponent, offsets, verdicts, set);
        Digest digest;
        digest.add(verdicts);
        lines += digest.line("beyond 2^" + std::to_string(exponent));
    }
    return lines;
}

/// The bits of windows, by both methods.
std::string bitmaps(InstructionSet set) {
    constexpr Window windows[] = {{0, 1'000'000},
                                  {4'294'967'296 - 50'000, 100'000},
                                  {1'000'000'000'000, 25'000'000},
                                  {100'000'000'000'000, 2'000'000},
                                  {10'000'000'000'000'000, 200'000},
                                  {18'446'744'073'709'451'616U, 100'000}};
    static const auto primes = std::make_shared<sieve::SievingPrimesCache>();
    std::string lines;
    for (const sieve::Method method : {sieve::Method::sieve, sieve::Method::test}) {
        sieve::Sieve sieve(primes, method, {.instructions = set});
        for (const Window& window : windows) {
            if (method == sieve::Method::sieve && window.start > 20'000'000'000'000'000) {
                continue; // 200 million sieving primes are too many for an emulator
            }
            Digest digest;
            sieve.run({window.start, uint128{window.start} + window.width},
                      [&](const sieve::Segment& segment) { digest.add(segment.bytes); });
            lines += digest.line(std::to_string(window.start) + " +" + std::to_string(window.width)
                                 + (method == sieve::Method::test ? " tested" : ""));
        }
    }
    return lines;
}

} // namespace

int main() {
    try {
        for (const auto part : {primality, bitmaps}) {
            const std::string expected = part(InstructionSet::portable);
            for (const InstructionSet set : instruction_sets()) {
                if (const std::string found = part(set); found != expected) {
                    throw std::runtime_error("portable:\n" + expected + std::string(name(set))
                                             + ":\n" + found);
                }
            }
            std::fputs(expected.c_str(), stdout);
        }
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
