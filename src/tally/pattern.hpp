#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::tally {

/// The most that a pattern's members may lie apart.
inline constexpr std::uint64_t largest_diameter = 1000;

/// The shape of a constellation: offsets o_0 = 0 < o_1 < ... < o_k-1, so that p is a first member
/// when all p + o_i are prime. Admissible: for no prime q do the offsets leave all remainders mod
/// q, else one of the members is always a multiple of q, and there is nothing to search for.
class Pattern {
  public:
    Pattern() = default;

    /// Throws std::invalid_argument when the offsets do not begin with 0, do not ascend, go beyond
    /// largest_diameter, or are not admissible; the message says for which prime and why.
    explicit Pattern(std::vector<std::uint64_t> offsets);

    [[nodiscard]] std::span<const std::uint64_t> offsets() const { return offsets_; }
    [[nodiscard]] std::uint64_t diameter() const { return offsets_.empty() ? 0 : offsets_.back(); }

    friend bool operator==(const Pattern&, const Pattern&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& offsets_;
    }

  private:
    std::vector<std::uint64_t> offsets_;
};

/// A pattern from text such as "0,4,6".
/// Throws std::invalid_argument as the constructor does, and for anything but numbers and commas.
Pattern parse_pattern(std::string_view text);

/// "0,4,6"
std::string to_string(const Pattern& pattern);

/// C = product over primes q of (1 - w(q) / q) / (1 - 1 / q)^k for a pattern of k members, w(q)
/// being how many remainders mod q the offsets leave, to seven digits or so. By the conjecture of
/// Hardy and Littlewood (Some problems of 'Partitio numerorum' III, 1923) there are about C /
/// ln(n)^k of its constellations a number near n.
double hardy_littlewood_constant(const Pattern& pattern);

/// Where in a list of ascending primes a constellation may stand: its first member before index
/// begin_before, its last member at index end_from or behind.
struct Place {
    std::size_t begin_before = static_cast<std::size_t>(-1);
    std::size_t end_from = 0;
};

/// The first members among ascending primes, for constellations all of whose members are in the
/// list and that stand where `place` says.
std::vector<std::uint64_t> first_members(std::span<const std::uint64_t> primes,
                                         const Pattern& pattern, const Place& place = {});

} // namespace primerank::tally
