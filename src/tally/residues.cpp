#include "tally/residues.hpp"

#include "tally/end_primes.hpp"
#include "tally/segment_bits.hpp"

#include <numeric>
#include <stdexcept>
#include <string>

namespace primerank::tally {

std::uint64_t checked_modulus(std::uint64_t modulus) {
    if (modulus == 0 || modulus > largest_modulus) {
        throw std::invalid_argument("The modulus is " + std::to_string(modulus)
                                    + "; legal are 1 to " + std::to_string(largest_modulus) + ".");
    }
    return modulus;
}

void ResidueCounts::combine(const ResidueCounts& right) {
    if (of_class.empty()) {
        of_class = right.of_class;
        return;
    }
    if (!right.of_class.empty() && right.of_class.size() != of_class.size()) {
        throw std::invalid_argument("Counts of classes of two moduli cannot be combined.");
    }
    for (std::size_t i = 0; i < right.of_class.size(); ++i) {
        of_class[i] += right.of_class[i];
    }
}

std::uint64_t primes_in(const ResidueCounts& counts) {
    return std::accumulate(counts.of_class.begin(), counts.of_class.end(), std::uint64_t{0});
}

std::vector<ClassCount> reduced_classes(std::uint64_t modulus, const ResidueCounts& counts) {
    std::vector<ClassCount> classes;
    for (std::uint64_t residue = 0; residue < modulus; ++residue) {
        if (std::gcd(residue, modulus) == 1) {
            classes.push_back({residue, counts.of_class.empty() ? 0 : counts.of_class[residue]});
        }
    }
    return classes;
}

ResidueMeasure::ResidueMeasure(std::uint64_t modulus, InstructionSet set)
    : modulus_(checked_modulus(modulus)), counter_(modulus, set) {}

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
    counts.of_class.resize(modulus_ + numbers_per_word);
    counter_.add(segment, counts.of_class);
    counts.of_class.resize(modulus_);
}

} // namespace primerank::tally
