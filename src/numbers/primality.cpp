#include "numbers/primality.hpp"

#include "numbers/primality_kernels.hpp"
#include "numbers/primality_residues.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace primerank {
namespace {

/// From here on a number without a factor up to 29 may still be composite.
constexpr std::uint64_t first_undecided = 31 * 31;

bool is_prime_up_to_29(std::uint64_t n) {
    constexpr std::uint32_t primes = 1U << 2 | 1U << 3 | 1U << 5 | 1U << 7 | 1U << 11 | 1U << 13
                                     | 1U << 17 | 1U << 19 | 1U << 23 | 1U << 29;
    return n <= 29 && (primes >> n & 1) != 0;
}

/// Whether n is prime, when its factors up to 29, or the lack of them, decide.
std::optional<bool> verdict_from(const SmallPrimeResidues& residues, std::uint64_t n) {
    if (residues.small_factor) {
        return is_prime_up_to_29(n);
    }
    if (n < first_undecided) {
        return n > 1;
    }
    return std::nullopt;
}

bool passes_lucas(std::uint64_t n, std::uint32_t parameter) {
    if (parameter == 0) {
        parameter = search_lucas_parameter(n);
    }
    return parameter != 0 && is_extra_strong_lucas_probable_prime(n, parameter);
}

bool passes_both(std::uint64_t n, std::uint32_t parameter) {
    return is_euler_probable_prime_base_2(n) && passes_lucas(n, parameter);
}

/// Numbers that wait for the two tests, with the places of their verdicts.
class Queue {
  public:
    static constexpr std::size_t capacity = 2048;

    void push(std::uint64_t n, std::uint32_t parameter, std::uint8_t* verdict) {
        numbers_[count_] = n;
        parameters_[count_] = parameter;
        verdicts_[count_] = verdict;
        ++count_;
    }

    /// Sets the verdicts and forgets the numbers.
    void decide(EulerTest euler, LucasTest lucas) {
        euler(numbers_.data(), count_, passed_.data());
        keep_passed();
        lucas(numbers_.data(), parameters_.data(), count_, passed_.data());
        for (std::size_t i = 0; i < count_; ++i) {
            *verdicts_[i] = passed_[i];
        }
        count_ = 0;
    }

  private:
    /// Numbers without a parameter are decided on the way.
    void keep_passed() {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            if (passed_[i] != 0 && parameters_[i] == 0) {
                *verdicts_[i] = passes_lucas(numbers_[i], 0);
                continue;
            }
            *verdicts_[i] = 0;
            numbers_[kept] = numbers_[i];
            parameters_[kept] = parameters_[i];
            verdicts_[kept] = verdicts_[i];
            kept += passed_[i];
        }
        count_ = kept;
    }

    std::size_t count_ = 0;
    std::array<std::uint64_t, capacity> numbers_;
    std::array<std::uint32_t, capacity> parameters_;
    std::array<std::uint8_t*, capacity> verdicts_;
    std::array<std::uint8_t, capacity> passed_;
};

} // namespace

bool is_prime(std::uint64_t n) {
    const SmallPrimeResidues residues = small_prime_residues(n);
    if (const std::optional<bool> verdict = verdict_from(residues, n)) {
        return *verdict;
    }
    return passes_both(n, residues.lucas_parameter);
}

void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts) {
    test_primality(numbers, verdicts, instruction_set());
}

void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts,
                    InstructionSet set) {
    if (numbers.size() != verdicts.size()) {
        throw std::invalid_argument("test_primality needs as many places for verdicts as numbers");
    }
    const PrimalityKernels& kernels = primality_kernels(set);
    Queue narrow;
    Queue wide;
    for (std::size_t block = 0; block < numbers.size(); block += Queue::capacity) {
        const std::size_t end = std::min(numbers.size(), block + Queue::capacity);
        for (std::size_t i = block; i < end; ++i) {
            const std::uint64_t n = numbers[i];
            const SmallPrimeResidues residues = small_prime_residues(n);
            if (const std::optional<bool> verdict = verdict_from(residues, n)) {
                verdicts[i] = *verdict;
            } else if (n < kernel_limit) {
                (n < narrow_limit ? narrow : wide).push(n, residues.lucas_parameter, &verdicts[i]);
            } else {
                verdicts[i] = passes_both(n, residues.lucas_parameter);
            }
        }
        narrow.decide(kernels.euler_narrow, kernels.lucas_narrow);
        wide.decide(kernels.euler_wide, kernels.lucas_wide);
    }
}

const PrimalityKernels& primality_kernels(InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return avx512_primality_kernels;
#endif
    default:
        return portable_primality_kernels;
    }
}

uint128 next_prime(std::uint64_t n) {
    if (n >= largest_64_bit_prime) {
        return smallest_65_bit_prime;
    }
    if (n < 2) {
        return 2;
    }
    std::uint64_t candidate = (n + 1) | 1;
    while (!is_prime(candidate)) {
        candidate += 2;
    }
    return candidate;
}

std::optional<std::uint64_t> previous_prime(uint128 n) {
    if (n > two_to_the_64) {
        throw std::invalid_argument("previous_prime knows primes below 2^64 only, not below "
                                    + to_string(n));
    }
    if (n <= 2) {
        return std::nullopt;
    }
    if (n == 3) {
        return 2;
    }
    std::uint64_t candidate = (static_cast<std::uint64_t>(n - 2)) | 1;
    while (!is_prime(candidate)) {
        candidate -= 2;
    }
    return candidate;
}

} // namespace primerank
