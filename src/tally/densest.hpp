#pragma once

#include "tally/pattern.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::tally {

/// A set of tuplet sizes: bit k - 1 stands for tuplets of k primes, bit 0 for the primes.
using TupletSizes = std::uint64_t;

/// The largest size that has a name.
inline constexpr unsigned largest_named_tuplet = 10;

/// A shape of tuplets: the first `size` offsets count.
struct TupletShape {
    unsigned size;
    std::array<std::uint8_t, largest_named_tuplet> offsets;
};

/// A k-tuplet is k primes as close together as infinitely often possible, pooled over the shapes:
/// for k = 2 to 10 these (OEIS A001359, A007529, A007530, A022008 and after them A350826 to
/// A350830, where counts of them are published); for k = 1 the shape of one member. In ascending
/// order of sizes.
inline constexpr std::array<TupletShape, 19> tuplet_shapes = {{
    {1, {0}},
    {2, {0, 2}},
    {3, {0, 2, 6}},
    {3, {0, 4, 6}},
    {4, {0, 2, 6, 8}},
    {5, {0, 2, 6, 8, 12}},
    {5, {0, 4, 6, 10, 12}},
    {6, {0, 4, 6, 10, 12, 16}},
    {7, {0, 2, 6, 8, 12, 18, 20}},
    {7, {0, 2, 8, 12, 14, 18, 20}},
    {8, {0, 2, 6, 8, 12, 18, 20, 26}},
    {8, {0, 2, 6, 12, 14, 20, 24, 26}},
    {8, {0, 6, 8, 14, 18, 20, 24, 26}},
    {9, {0, 2, 6, 8, 12, 18, 20, 26, 30}},
    {9, {0, 2, 6, 12, 14, 20, 24, 26, 30}},
    {9, {0, 4, 6, 10, 16, 18, 24, 28, 30}},
    {9, {0, 4, 10, 12, 18, 22, 24, 28, 30}},
    {10, {0, 2, 6, 8, 12, 18, 20, 26, 30, 32}},
    {10, {0, 2, 6, 12, 14, 20, 24, 26, 30, 32}},
}};

/// The shapes of one size, as patterns.
std::vector<Pattern> densest_patterns(unsigned size);

/// The set of a list such as "primes,twins"; the words are primes, twins, triplets, quadruplets,
/// quintuplets, sextuplets, septuplets, octuplets, nonuplets and decuplets. Throws
/// std::invalid_argument that names an unknown word.
TupletSizes parse_tuplet_sizes(std::string_view list);

/// The list of a set, in ascending size: the inverse of parse_tuplet_sizes.
std::string tuplet_names(TupletSizes sizes);

/// "primes", "twins", ... "decuplets". Needs 1 <= size <= largest_named_tuplet.
std::string_view tuplet_name(unsigned size);

/// The sizes in a set, ascending.
std::vector<unsigned> sizes_in(TupletSizes sizes);

} // namespace primerank::tally
