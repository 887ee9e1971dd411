#include "numbers/primality.hpp"

#include "numbers/primality_kernels.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace primerank {
namespace {

constexpr uint128 psi_12 = uint128{318'665'857'834} * 1'000'000'000'000 + 31'151'167'461;

constexpr std::array<unsigned, 13> bases = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41};

/// So many of them prove n, 2^64 < n < proven_limit, prime.
std::size_t bases_for(uint128 n) {
    return n < psi_12 ? 12 : 13;
}

void refuse_unproven(uint128 n) {
    if (n >= proven_limit) {
        throw std::invalid_argument("primality is proven below " + to_string(proven_limit)
                                    + ", not of " + to_string(n));
    }
}

constexpr std::array<std::uint64_t, 15> small_primes = {3,  5,  7,  11, 13, 17, 19, 23,
                                                        29, 31, 37, 41, 43, 47, 53};
constexpr std::uint64_t product_of_small_primes = std::accumulate(
    small_primes.begin(), small_primes.end(), std::uint64_t{1}, std::multiplies<>());

/// Numbers beyond 2^64 with the places of their verdicts.
class Candidates {
  public:
    static constexpr std::size_t capacity = 1024;

    explicit Candidates(StrongTest strong) : strong_(strong) {}

    void push(uint128 n, std::uint8_t* verdict) {
        numbers_[count_] = n;
        verdicts_[count_] = verdict;
        ++count_;
    }

    [[nodiscard]] bool full() const { return count_ == capacity; }

    /// Sets the verdicts to 1 where n is prime, else to 0, and forgets the numbers.
    void decide() {
        for (std::size_t done = 0; count_ > 0;) {
            test(bases[done++]);
            const std::size_t count = std::exchange(count_, 0);
            for (std::size_t i = 0; i < count; ++i) {
                const bool proven = passed_[i] != 0 && done == bases_for(numbers_[i]);
                if (passed_[i] != 0 && !proven) {
                    push(numbers_[i], verdicts_[i]);
                } else {
                    *verdicts_[i] = proven;
                }
            }
        }
    }

  private:
    void test(unsigned base) { strong_(numbers_.data(), count_, base, passed_.data()); }

    StrongTest strong_;
    std::size_t count_ = 0;
    std::array<uint128, capacity> numbers_;
    std::array<std::uint8_t*, capacity> verdicts_;
    std::array<std::uint8_t, capacity> passed_;
};

/// Sets verdicts[i] to whether the number origin + offsets[i] is prime: those beyond 2^64 in
/// blocks, the others together.
template <class Number>
void test_every(uint128 origin, std::span<const Number> offsets, std::span<std::uint8_t> verdicts,
                InstructionSet set) {
    if (offsets.size() != verdicts.size()) {
        throw std::invalid_argument("a test needs as many places for verdicts as numbers");
    }
    Candidates candidates(primality_kernels(set).strong);
    std::vector<std::uint64_t> below;
    std::vector<std::uint8_t*> verdicts_below;
    for (std::size_t i = 0; i < offsets.size(); ++i) {
        const uint128 n = origin + offsets[i];
        refuse_unproven(std::max(n, origin));
        if (n < two_to_the_64) {
            below.push_back(static_cast<std::uint64_t>(n));
            verdicts_below.push_back(&verdicts[i]);
        } else if (has_small_factor(n)) {
            verdicts[i] = 0;
        } else {
            candidates.push(n, &verdicts[i]);
            if (candidates.full()) {
                candidates.decide();
            }
        }
    }
    candidates.decide();
    std::vector<std::uint8_t> found(below.size());
    test_primality(below, found, set);
    for (std::size_t i = 0; i < found.size(); ++i) {
        *verdicts_below[i] = found[i];
    }
}

} // namespace

bool has_small_factor(uint128 n) {
    const auto residue = static_cast<std::uint64_t>(n % product_of_small_primes);
    return n % 2 == 0
           || std::any_of(small_primes.begin(), small_primes.end(),
                          [residue](std::uint64_t prime) { return residue % prime == 0; });
}

bool is_prime(uint128 n) {
    if (n < two_to_the_64) {
        return is_64_bit_prime(static_cast<std::uint64_t>(n));
    }
    refuse_unproven(n);
    if (has_small_factor(n)) {
        return false;
    }
    return std::all_of(bases.begin(), bases.begin() + bases_for(n),
                       [n](unsigned base) { return is_strong_probable_prime(n, base); });
}

void test_primality(std::span<const uint128> numbers, std::span<std::uint8_t> verdicts) {
    if (std::all_of(numbers.begin(), numbers.end(), [](uint128 n) { return n < two_to_the_64; })) {
        std::vector<std::uint64_t> words(numbers.size());
        std::transform(numbers.begin(), numbers.end(), words.begin(),
                       [](uint128 n) { return static_cast<std::uint64_t>(n); });
        test_primality(words, verdicts);
        return;
    }
    test_every(0, numbers, verdicts, instruction_set());
}

void test_primality(uint128 origin, std::span<const std::uint64_t> offsets,
                    std::span<std::uint8_t> verdicts, InstructionSet set) {
    if (origin == 0) {
        test_primality(offsets, verdicts, set);
    } else {
        test_every(origin, offsets, verdicts, set);
    }
}

uint128 next_prime(uint128 n) {
    if (n < 2) {
        return 2;
    }
    uint128 candidate = (n + 1) | 1;
    while (!is_prime(candidate)) {
        candidate += 2;
    }
    return candidate;
}

std::optional<uint128> previous_prime(uint128 n) {
    if (n <= 2) {
        return std::nullopt;
    }
    if (n == 3) {
        return 2;
    }
    refuse_unproven(n - 1);
    uint128 candidate = (n - 2) | 1;
    while (!is_prime(candidate)) {
        candidate -= 2;
    }
    return candidate;
}

} // namespace primerank
