#include "tally/residues.hpp"

#include "tally/end_primes.hpp"
#include "tally/segment_bits.hpp"

#include <stdexcept>
#include <string>

namespace primerank::tally {
namespace {

/// Adds the segment's primes to counts by remainder + offset, where remainder is that of the
/// word's first number: no division a prime, but indices up to modulus + 239.
void count_unreduced(const sieve::Segment& segment, std::uint64_t modulus,
                     std::span<std::uint64_t> counts) {
    WordRemainders remainders(segment.base, modulus);
    for (std::size_t i = 0; i < word_count(segment); ++i, remainders.next()) {
        std::uint64_t* const from_word = counts.data() + remainders.current();
        for (std::uint64_t bits = word(segment, i); bits != 0; bits &= bits - 1) {
            ++from_word[word_offsets[static_cast<std::size_t>(std::countr_zero(bits))]];
        }
    }
}

} // namespace

void require_modulus(std::uint64_t modulus) {
    if (modulus == 0 || modulus > largest_modulus) {
        throw std::invalid_argument("The modulus is " + std::to_string(modulus)
                                    + "; legal are 1 to " + std::to_string(largest_modulus) + ".");
    }
}

void ResidueCounts::combine(const ResidueCounts& right) {
    if (of_class.empty()) {
        of_class = right.of_class;
        return;
    }
    for (std::size_t i = 0; i < right.of_class.size(); ++i) {
        of_class[i] += right.of_class[i];
    }
}

ResidueMeasure::ResidueMeasure(std::uint64_t modulus) : modulus_(modulus) {
    require_modulus(modulus);
}

ResidueCounts ResidueMeasure::of_segment(const sieve::Segment& segment) const {
    ResidueCounts counts;
    observe(counts, segment);
    return counts;
}

ResidueCounts ResidueMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    ResidueCounts counts;
    if (!primes.empty()) {
        counts.of_class.resize(modulus_);
    }
    for (const std::uint64_t prime : primes) {
        ++counts.of_class[prime % modulus_];
    }
    return counts;
}

void ResidueMeasure::observe(ResidueCounts& counts, const sieve::Segment& segment) const {
    if (end_primes<1>(segment).empty()) {
        return;
    }
    // The places behind the classes are there for the time of this call only.
    counts.of_class.resize(modulus_ + numbers_per_word);
    count_unreduced(segment, modulus_, counts.of_class);
    for (std::uint64_t i = modulus_; i < counts.of_class.size(); ++i) {
        counts.of_class[i % modulus_] += counts.of_class[i];
    }
    counts.of_class.resize(modulus_);
}

} // namespace primerank::tally
