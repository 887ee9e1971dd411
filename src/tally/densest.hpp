#pragma once

#include "tally/pattern.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::tally {

/// A set of tuplet sizes: bit k - 1 stands for tuplets of k primes, bit 0 for the primes.
using TupletSizes = std::uint64_t;

/// The largest size that has a name.
inline constexpr unsigned largest_named_tuplet = 10;

/// A k-tuplet is k primes as close together as infinitely often possible, pooled over the shapes:
/// for k = 2 to 10 these patterns (OEIS A001359, A007529, A007530, A022008 and after them A350826
/// to A350830, where counts of them are published); for k = 1 the pattern of one member.
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
