#include "sieve/line_medium_primes.hpp"

#include "sieve/kernels.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/pages.hpp"

namespace primerank::sieve {

static_assert(medium_limit <= line_step_mask);

void LineMediumPrimes::load(const SievingPrimes& primes, std::uint64_t last,
                            std::uint32_t line_bits, const LineLayout& layout) {
    const std::uint32_t small = kernels_->line_small_limit;
    const auto for_each = [&](const auto& visit) {
        if (last > small) {
            primes.for_each(small + 1, last, visit);
        }
    };
    std::size_t count = 0;
    for_each([&](std::uint32_t) { ++count; });
    groups_ = (count + medium_group - 1) / medium_group;
    groups_in_use_ = 0;
    bases_.resize(groups_ + 1);
    for (AlignedBuffer<std::uint32_t>* const buffer : {&steps_, &turns_, &firsts_}) {
        resize_and_fetch(*buffer, groups_ * medium_group);
    }
    std::size_t filled = 0;
    const auto add = [&](std::uint32_t prime) {
        std::uint32_t& base = bases_[filled / medium_group];
        if (filled % medium_group == 0) {
            base = prime;
        }
        const std::uint32_t inverse = layout.inverse(prime);
        const std::uint32_t step = line_step(prime, inverse);
        steps_[filled] = step | (prime - base) << line_step_bits;
        turns_[filled] = line_turn(prime, step, line_bits);
        firsts_[filled] = inverse;
        ++filled;
    };
    std::uint32_t largest = 0;
    for_each([&](std::uint32_t prime) {
        add(prime);
        largest = prime;
    });
    bases_[groups_] = largest;
    while (filled < steps_.size()) {
        add(largest); // once more does no harm
    }
}

void LineMediumPrimes::enter(std::uint64_t start, std::uint64_t last_number) {
    const auto prime = [&](std::size_t i) {
        return bases_[i / medium_group] + (steps_[i] >> line_step_bits);
    };
    std::size_t i = 0;
    for (; i < groups_in_use_ * medium_group; ++i) {
        firsts_[i] = modulo(firsts_[i] - turns_[i], prime(i));
    }
    for (; groups_in_use_ < groups_; ++groups_in_use_) {
        const std::uint64_t smallest = bases_[groups_in_use_];
        if (smallest * smallest > last_number) {
            break;
        }
        for (const std::size_t end = i + medium_group; i < end; ++i) {
            firsts_[i] = first_in_line(prime(i), firsts_[i], start);
        }
    }
}

void LineMediumPrimes::cross_out(std::uint8_t* line, std::size_t size, unsigned steps) {
    kernels_->cross_out_line(line, static_cast<std::uint32_t>(8 * size), steps, bases_.data(),
                             steps_.data(), firsts_.data(), groups_in_use_);
}

} // namespace primerank::sieve
