#include "numbers/primality.hpp"

#include "numbers/primality_kernels.hpp"
#include "numbers/primality_residues.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace primerank {
namespace {

/// From here on a number without a factor up to 29 may still be composite.
constexpr std::uint64_t first_undecided = 31ULL * 31;

bool is_prime_up_to_29(std::uint64_t n) {
    constexpr std::uint32_t primes = 1U << 2 | 1U << 3 | 1U << 5 | 1U << 7 | 1U << 11 | 1U << 13
                                     | 1U << 17 | 1U << 19 | 1U << 23 | 1U << 29;
    return n <= 29 && (primes >> n & 1) != 0;
}

bool passes_lucas(std::uint64_t n, std::uint32_t parameter) {
    if (parameter == 0) {
        parameter = search_lucas_parameter(n);
    }
    return parameter != 0 && is_extra_strong_lucas_probable_prime(n, parameter);
}

/// Numbers that wait for the two tests, with the places of their verdicts. What is decided by
/// chance, so that a branch would often be predicted wrongly, is done without one.
class Queue {
  public:
    static constexpr std::size_t capacity = 2048;

    /// When `wanted`: puts n at the end.
    void push_if(bool wanted, std::uint64_t n, std::uint32_t parameter, std::uint8_t* verdict) {
        numbers_[count_] = n;
        parameters_[count_] = parameter;
        verdicts_[count_] = verdict;
        count_ += wanted ? 1 : 0;
    }

    /// Sets the verdicts to 1 where n is prime, and forgets the numbers.
    void decide(Base2Test base_2, LucasTest lucas) {
        base_2(numbers_.data(), count_, passed_.data());
        keep_passed();
        lucas(numbers_.data(), parameters_.data(), count_, passed_.data());
        for (std::size_t i = 0; i < count_; ++i) {
            *verdicts_[i] = passed_[i];
        }
        count_ = 0;
    }

  private:
    void keep_passed() {
        const std::size_t count = std::exchange(count_, 0);
        for (std::size_t i = 0; i < count; ++i) {
            bool passed = passed_[i] != 0;
            if (parameters_[i] == 0) { // seldom, so it is decided here
                *verdicts_[i] = passed && passes_lucas(numbers_[i], 0);
                passed = false;
            }
            push_if(passed, numbers_[i], parameters_[i], verdicts_[i]);
        }
    }

    std::size_t count_ = 0;
    // One place more, where push_if() leaves what is not wanted.
    std::array<std::uint64_t, capacity + 1> numbers_;
    std::array<std::uint32_t, capacity + 1> parameters_;
    std::array<std::uint8_t*, capacity + 1> verdicts_;
    std::array<std::uint8_t, capacity> passed_;
};

} // namespace

bool is_64_bit_prime(std::uint64_t n) {
    const SmallPrimeResidues residues = small_prime_residues(n);
    if (residues.small_factor) {
        return is_prime_up_to_29(n);
    }
    if (n < first_undecided) {
        return n > 1;
    }
    return is_strong_probable_prime_base_2(n) && passes_lucas(n, residues.lucas_parameter);
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
            if (n < first_undecided || n >= kernel_limit) {
                verdicts[i] = is_64_bit_prime(n);
                continue;
            }
            const SmallPrimeResidues residues = small_prime_residues(n);
            verdicts[i] = 0;
            (n < narrow_limit ? narrow : wide)
                .push_if(!residues.small_factor, n, residues.lucas_parameter, &verdicts[i]);
        }
        narrow.decide(kernels.base_2_narrow, kernels.lucas_narrow);
        wide.decide(kernels.base_2_wide, kernels.lucas_wide);
    }
}

void test_base_2(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts,
                 InstructionSet set) {
    if (numbers.size() != verdicts.size()) {
        throw std::invalid_argument("test_base_2 needs as many places for verdicts as numbers");
    }
    const PrimalityKernels& kernels = primality_kernels(set);
    const auto decide_all = [&](std::size_t begin, std::size_t end, std::uint64_t highest) {
        const std::uint64_t* const from = numbers.data() + begin;
        std::uint8_t* const to = verdicts.data() + begin;
        if (highest >= kernel_limit) {
            std::transform(from, from + (end - begin), to, is_64_bit_prime);
        } else {
            (highest < narrow_limit ? kernels.base_2_narrow : kernels.base_2_wide)(from,
                                                                                   end - begin, to);
        }
    };
    // Nearly always all numbers are for one kernel.
    std::uint64_t lowest = ~std::uint64_t{0};
    std::uint64_t highest = 0;
    for (const std::uint64_t n : numbers) {
        lowest = std::min(lowest, n);
        highest = std::max(highest, n);
    }
    if (highest < narrow_limit || (lowest > narrow_limit && highest < kernel_limit)) {
        decide_all(0, numbers.size(), highest);
        return;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        decide_all(i, i + 1, numbers[i]);
    }
}

const PrimalityKernels& primality_kernels(InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return avx512_primality_kernels;
    case InstructionSet::avx2:
        return avx2_primality_kernels;
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return neon_primality_kernels;
#endif
    default:
        return portable_primality_kernels;
    }
}

} // namespace primerank
