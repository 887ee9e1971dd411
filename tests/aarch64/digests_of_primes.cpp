#include "digests.hpp"
#include "numbers/primality.hpp"
#include "sieve/sieve.hpp"

#include <memory>
#include <vector>

namespace primerank {

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

} // namespace primerank
