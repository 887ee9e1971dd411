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

constexpr bool is_prime_up_to_29(std::uint64_t n) {
    constexpr std::uint32_t primes = 1U << 2 | 1U << 3 | 1U << 5 | 1U << 7 | 1U << 11 | 1U << 13
                                     | 1U << 17 | 1U << 19 | 1U << 23 | 1U << 29;
    return n <= 29 && (primes >> n & 1) != 0;
}

/// The verdict on n when its small factors, or the lack of them, decide.
bool is_decided_prime(std::uint64_t n, const SmallPrimeResidues& residues) {
    return residues.small_factor ? is_prime_up_to_29(n) : n > 1;
}

bool is_decided(std::uint64_t n, const SmallPrimeResidues& residues) {
    return residues.small_factor || n < first_undecided;
}

/// 0 when n is proved composite instead.
std::uint32_t lucas_parameter(std::uint64_t n, std::uint32_t from_residues) {
    return from_residues != 0 ? from_residues : search_lucas_parameter(n);
}

/// Numbers of one block that need the two tests. The vector kernels calculate faster below 2^52,
/// so small ones and large ones wait in queues of their own.
class Queue {
  public:
    static constexpr std::size_t capacity = 2048;

    void push(std::uint64_t n, std::uint32_t parameter, std::size_t position) {
        numbers_[count_] = n;
        parameters_[count_] = parameter;
        positions_[count_] = static_cast<std::uint32_t>(position);
        ++count_;
    }

    /// Sets the verdicts on all that wait, and forgets them.
    void decide(const PrimalityKernels& kernels, std::uint8_t* verdicts) {
        kernels.strong_base_2(numbers_.data(), count_, passed_.data());
        keep_passed_with_parameter(verdicts);
        kernels.extra_strong_lucas(numbers_.data(), parameters_.data(), count_, passed_.data());
        for (std::size_t i = 0; i < count_; ++i) {
            verdicts[positions_[i]] = passed_[i];
        }
        count_ = 0;
    }

  private:
    void keep_passed_with_parameter(std::uint8_t* verdicts) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            verdicts[positions_[i]] = 0;
            numbers_[kept] = numbers_[i];
            parameters_[kept] = parameters_[i];
            positions_[kept] = positions_[i];
            if (passed_[i] != 0 && parameters_[i] == 0) {
                parameters_[kept] = search_lucas_parameter(numbers_[i]);
                passed_[i] = parameters_[kept] != 0;
            }
            kept += passed_[i];
        }
        count_ = kept;
    }

    std::size_t count_ = 0;
    std::array<std::uint64_t, capacity> numbers_;
    std::array<std::uint32_t, capacity> parameters_;
    std::array<std::uint32_t, capacity> positions_;
    std::array<std::uint8_t, capacity> passed_;
};

} // namespace

bool is_prime(std::uint64_t n) {
    const SmallPrimeResidues residues = small_prime_residues(n);
    if (is_decided(n, residues)) {
        return is_decided_prime(n, residues);
    }
    if (!is_strong_probable_prime_base_2(n)) {
        return false;
    }
    const std::uint32_t parameter = lucas_parameter(n, residues.lucas_parameter);
    return parameter != 0 && is_extra_strong_lucas_probable_prime(n, parameter);
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
    std::array<Queue, 2> queues;
    while (!numbers.empty()) {
        const std::size_t block = std::min(numbers.size(), Queue::capacity);
        for (std::size_t i = 0; i < block; ++i) {
            const std::uint64_t n = numbers[i];
            const SmallPrimeResidues residues = small_prime_residues(n);
            if (is_decided(n, residues)) {
                verdicts[i] = is_decided_prime(n, residues);
            } else {
                queues[n >> 52 != 0 ? 1 : 0].push(n, residues.lucas_parameter, i);
            }
        }
        for (Queue& queue : queues) {
            queue.decide(kernels, verdicts.data());
        }
        numbers = numbers.subspan(block);
        verdicts = verdicts.subspan(block);
    }
}

const PrimalityKernels& primality_kernels(InstructionSet set) {
    switch (set) {
    case InstructionSet::avx512:
    case InstructionSet::avx2:
    case InstructionSet::portable:
        break;
    }
    return portable_primality_kernels;
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
