#include "sieve/narrow.hpp"

#include "numbers/primality.hpp"
#include "sieve/crossing.hpp"
#include "sieve/pages.hpp"
#include "sieve/presieve.hpp"
#include "sieve/segment.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>

namespace primerank::sieve {
namespace {

/// Survivors that are tested together.
constexpr std::size_t batch = 4096;

/// Bit i of 8 bytes stands for the word's first number plus offsets[i].
constexpr std::array<std::uint8_t, 64> offsets = [] {
    std::array<std::uint8_t, 64> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<std::uint8_t>(i / 8 * 30 + wheel_residues[i % 8]);
    }
    return values;
}();

} // namespace

std::uint64_t test_depth(double width) {
    const double product = std::max(8 * width, 100.0);
    double depth = product / std::log(product);
    for (int i = 0; i < 4; ++i) {
        depth = product / std::log(depth);
    }
    return std::max<std::uint64_t>(presieve_limit, static_cast<std::uint64_t>(depth));
}

SurvivorTest::SurvivorTest(InstructionSet set, uint128 origin) : set_(set), origin_(origin) {}

void SurvivorTest::keep_primes(std::uint8_t* bytes, std::size_t size, std::uint64_t base) {
    resize_and_fetch(numbers_, batch + 64);
    resize_and_fetch(positions_, batch + 64);
    resize_and_fetch(verdicts_, batch + 64);
    std::size_t count = 0;
    for (std::size_t k = 0; k < size; k += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + k, sizeof word);
        for (; word != 0; word &= word - 1) {
            const auto bit = static_cast<std::uint32_t>(__builtin_ctzll(word));
            numbers_[count] = base + 30 * k + offsets[bit];
            positions_[count] = static_cast<std::uint32_t>(8 * k) + bit;
            ++count;
        }
        if (count >= batch) {
            test(bytes, count);
            count = 0;
        }
    }
    test(bytes, count);
}

void SurvivorTest::test(std::uint8_t* bytes, std::size_t count) {
    const std::span<std::uint8_t> verdicts(verdicts_.data(), count);
    if (origin_ == 0) {
        test_primality({numbers_.data(), count}, verdicts, set_);
    } else {
        test_primality(origin_, {numbers_.data(), count}, verdicts, set_);
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (verdicts_[i] == 0) {
            bytes[positions_[i] / 8] &= masks_without_bit[positions_[i] % 8];
        }
    }
}

} // namespace primerank::sieve
