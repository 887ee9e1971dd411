#pragma once

#include "tally/class_counter.hpp"
#include "tally/measure.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::tally {

inline constexpr std::uint64_t largest_modulus = 1'000'000;

/// The modulus itself. Throws std::invalid_argument unless 1 <= modulus <= largest_modulus.
std::uint64_t checked_modulus(std::uint64_t modulus);

/// How many primes each residue class holds. Primes that divide the modulus count in their class,
/// such as 2 in class 2 mod 4.
struct ResidueCounts {
    std::vector<std::uint64_t> of_class; ///< one count a class; none when there is no prime

    void combine(const ResidueCounts& right);

    friend bool operator==(const ResidueCounts&, const ResidueCounts&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& of_class;
    }
};

/// How many primes there are in all.
std::uint64_t primes_in(const ResidueCounts& counts);

struct ClassCount {
    std::uint64_t residue = 0;
    std::uint64_t primes = 0;

    friend bool operator==(const ClassCount&, const ClassCount&) = default;
};

/// The classes prime to the modulus, in ascending order, those without primes included. A prime is
/// in one of these, or divides the modulus.
std::vector<ClassCount> reduced_classes(std::uint64_t modulus, const ResidueCounts& counts);

/// Counts primes by class.
class ResidueMeasure {
  public:
    using Tally = ResidueCounts;

    /// Throws std::invalid_argument unless 1 <= modulus <= largest_modulus.
    explicit ResidueMeasure(std::uint64_t modulus, InstructionSet set = instruction_set());

    [[nodiscard]] ResidueCounts of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] ResidueCounts of_primes(std::span<const std::uint64_t> primes) const;

    /// Combines with the segment's tally without making a list of all classes for it.
    void observe(ResidueCounts& counts, const sieve::Segment& segment) const;

    /// Bytes of the lists of classes in a rank: of pieces in work and finished by each thread, of a
    /// round on its way to rank 0, and of the state there.
    [[nodiscard]] std::size_t rank_bytes(int threads) const {
        return static_cast<std::size_t>(2 * threads + 3) * sizeof(std::uint64_t) * modulus_;
    }

  private:
    std::uint64_t modulus_;
    ClassCounter counter_;
};

} // namespace primerank::tally
