#include "tally/densest.hpp"

#include <array>
#include <stdexcept>

namespace primerank::tally {
namespace {

constexpr std::array<std::string_view, largest_named_tuplet> names = {
    "primes",     "twins",      "triplets",  "quadruplets", "quintuplets",
    "sextuplets", "septuplets", "octuplets", "nonuplets",   "decuplets"};

TupletSizes size_of_word(std::string_view word) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (word == names[i]) {
            return TupletSizes{1} << i;
        }
    }
    throw std::invalid_argument("'" + std::string(word)
                                + "' cannot be counted; legal are primes, twins, triplets, "
                                  "quadruplets, quintuplets, sextuplets, septuplets, octuplets, "
                                  "nonuplets and decuplets");
}

} // namespace

std::vector<Pattern> densest_patterns(unsigned size) {
    std::vector<Pattern> patterns;
    for (const TupletShape& shape : tuplet_shapes) {
        if (shape.size == size) {
            const auto begin = shape.offsets.begin();
            patterns.emplace_back(std::vector<std::uint64_t>(begin, begin + size));
        }
    }
    return patterns;
}

TupletSizes parse_tuplet_sizes(std::string_view list) {
    TupletSizes sizes = 0;
    for (std::size_t start = 0; start <= list.size();) {
        const std::size_t comma = std::min(list.find(',', start), list.size());
        sizes |= size_of_word(list.substr(start, comma - start));
        start = comma + 1;
    }
    return sizes;
}

std::string tuplet_names(TupletSizes sizes) {
    std::string list;
    for (const unsigned size : sizes_in(sizes)) {
        list += list.empty() ? "" : ",";
        list += tuplet_name(size);
    }
    return list;
}

std::string_view tuplet_name(unsigned size) {
    return names.at(size - 1);
}

std::vector<unsigned> sizes_in(TupletSizes sizes) {
    std::vector<unsigned> result;
    for (unsigned size = 1; size <= largest_named_tuplet; ++size) {
        if ((sizes >> (size - 1) & 1) != 0) {
            result.push_back(size);
        }
    }
    return result;
}

} // namespace primerank::tally
