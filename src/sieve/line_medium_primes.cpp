#include "sieve/line_medium_primes.hpp"

#include "sieve/kernels.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/pages.hpp"

namespace primerank::sieve {

static_assert(medium_limit <= line_step_mask);

void LineMediumPrimes::load(const SievingPrimes& primes, std::uint64_t last,
                            std::uint32_t line_bits, const LineLayout& layout) {
    line_bits_ = line_bits;
    groups_ = 0;
    groups_in_use_ = 0;
    const std::uint64_t first = std::uint64_t{kernels_->line_small_limit} + 1;
    if (last < first) {
        return;
    }
    const std::size_t room = (primes.most_between(first, last) + medium_group - 1) / medium_group;
    bases_.resize(room + 1);
    resize_and_fetch(steps_, room * medium_group);
    resize_and_fetch(firsts_, room * medium_group);
    std::size_t filled = 0;
    const auto add = [&](std::uint32_t prime) {
        std::uint32_t& base = bases_[filled / medium_group];
        if (filled % medium_group == 0) {
            base = prime;
        }
        const std::uint32_t inverse = layout.inverse(prime);
        steps_[filled] = line_step(prime, inverse) | (prime - base) << line_step_bits;
        firsts_[filled] = inverse;
        ++filled;
    };
    std::uint32_t largest = 0;
    primes.for_each(first, last, [&](std::uint32_t prime) {
        add(prime);
        largest = prime;
    });
    while (filled % medium_group != 0) {
        add(largest); // once more does no harm
    }
    groups_ = filled / medium_group;
    bases_[groups_] = largest;
}

void LineMediumPrimes::enter(uint128 start, std::uint64_t last_number) {
    for (std::size_t group = 0; group < groups_in_use_; ++group) {
        turn(group);
    }
    for (; groups_in_use_ < groups_; ++groups_in_use_) {
        const std::uint64_t smallest = bases_[groups_in_use_];
        if (smallest * smallest > last_number) {
            break;
        }
        const std::size_t from = groups_in_use_ * medium_group;
        for (std::size_t i = from; i < from + medium_group; ++i) {
            firsts_[i] = first_in_line(prime(i), firsts_[i], start);
        }
    }
}

/// Goes to the next stretch with a group of primes.
void LineMediumPrimes::turn(std::size_t group) {
    const std::uint32_t base = bases_[group];
    const std::uint32_t last_bit = line_bits_ - 1;
    const std::uint32_t* const steps = steps_.data() + group * medium_group;
    std::uint32_t* const firsts = firsts_.data() + group * medium_group;
    for (std::size_t i = 0; i < medium_group; ++i) { // compilers make vectors of this
        const std::uint32_t prime = base + (steps[i] >> line_step_bits);
        const std::uint32_t step = steps[i] & line_step_mask;
        firsts[i] = modulo(firsts[i] - line_turn(prime, step, last_bit), prime);
    }
}

void LineMediumPrimes::cross_out(std::uint8_t* line, std::size_t size, unsigned steps) {
    kernels_->cross_out_line(line, static_cast<std::uint32_t>(8 * size), steps, bases_.data(),
                             steps_.data(), firsts_.data(), groups_in_use_);
}

} // namespace primerank::sieve
