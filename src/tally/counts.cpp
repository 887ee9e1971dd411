#include "tally/counts.hpp"

#include <array>
#include <bit>
#include <stdexcept>

namespace primerank::tally {
namespace {

bool holds(TupletSizes sizes, unsigned size) {
    return (sizes >> (size - 1) & 1) != 0;
}

/// The index of the last member of the tuplet of this shape whose first member is primes[first];
/// primes.size() when there is none.
std::size_t last_member(std::span<const std::uint64_t> primes, std::size_t first,
                        const TupletShape& shape) {
    std::size_t at = first;
    for (unsigned member = 1; member < shape.size; ++member) {
        while (at < primes.size() && primes[at] - primes[first] < shape.offsets[member]) {
            ++at;
        }
        if (at == primes.size() || primes[at] - primes[first] != shape.offsets[member]) {
            return primes.size();
        }
    }
    return at;
}

/// Tuplets of two and more among ascending primes whose first member stands before index
/// begin_before and whose last member stands at index end_from or behind.
TupletCounts count_across(std::span<const std::uint64_t> primes, std::size_t begin_before,
                          std::size_t end_from, TupletSizes sizes) {
    TupletCounts counts{};
    for (const TupletShape& shape : tuplet_shapes) {
        const bool counted =
            shape.size >= 2 && shape.size <= largest_tuplet && holds(sizes, shape.size);
        for (std::size_t first = 0; counted && first < begin_before; ++first) {
            const std::size_t last = last_member(primes, first, shape);
            counts[shape.size - 1] += last >= end_from && last < primes.size() ? 1 : 0;
        }
    }
    return counts;
}

} // namespace

void Counts::combine(const Counts& right) {
    sizes |= right.sizes;
    const auto left_last = ends.last.view();
    FewPrimes<2 * tuplet_reach> near_border;
    near_border.append(left_last);
    near_border.append(right.ends.first.view());
    const TupletCounts across =
        count_across(near_border.view(), left_last.size(), left_last.size(), sizes);
    for (std::size_t i = 0; i < of_size.size(); ++i) {
        of_size[i] += right.of_size[i] + across[i];
    }
    ends.combine(right.ends);
}

void Counts::require_sound() const {
    if (sizes >> largest_tuplet != 0) {
        throw std::runtime_error("a saved result is damaged");
    }
}

CountMeasure::CountMeasure(TupletSizes sizes, InstructionSet set) : sizes_(sizes), set_(set) {
    if (sizes == 0 || sizes >> largest_tuplet != 0) {
        throw std::invalid_argument("Nothing to count: the set of tuplet sizes is empty or holds "
                                    "sizes above 6.");
    }
}

Counts CountMeasure::of_segment(const sieve::Segment& segment) const {
    const auto largest = static_cast<unsigned>(std::bit_width(sizes_));
    return finished(count_tuplets(segment, largest, set_),
                    largest == 1 ? TupletEnds{} : end_primes<tuplet_reach>(segment));
}

Counts CountMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    TupletCounts counts = count_across(primes, primes.size(), 0, sizes_);
    counts[0] = primes.size();
    return finished(counts, sizes_ == 1 ? TupletEnds{} : end_primes<tuplet_reach>(primes));
}

Counts CountMeasure::finished(const TupletCounts& of_size, const TupletEnds& ends) const {
    if (of_size[0] == 0) {
        return {};
    }
    Counts counts{{}, sizes_, ends};
    for (unsigned size = 1; size <= largest_tuplet; ++size) {
        if (holds(sizes_, size)) {
            counts.of_size[size - 1] = of_size[size - 1];
        }
    }
    return counts;
}

} // namespace primerank::tally
