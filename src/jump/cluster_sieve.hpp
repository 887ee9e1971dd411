#pragma once

#include "jump/clusters.hpp"
#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/line_medium_primes.hpp"
#include "sieve/line_patterns.hpp"
#include "sieve/line_small_primes.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace primerank::jump {

/// Sieves the lines of clusters with the primes up to cluster_depth, one line after another.
class ClusterSieve {
  public:
    /// clusters outlives the object.
    ClusterSieve(const Clusters& clusters, InstructionSet set);

    /// The most bytes of a line.
    static constexpr std::size_t most_bytes = sieve::usual_line_bytes;

    /// Goes to the clusters from number `first` on, the one that begins at D first + 1: 8 for each
    /// of `bytes`, a multiple of 64 up to most_bytes.
    void enter(uint128 first, std::size_t bytes);

    /// The next line: its residue, and a bit for each cluster, 0 where the number of this residue
    /// has a prime divisor up to cluster_depth, or is one. Valid until the next call; as many calls
    /// as the clusters have lines.
    struct Line {
        std::uint32_t residue;
        std::span<const std::uint8_t> bits;
    };
    Line next();

    /// About the bytes it holds.
    static std::size_t memory();

  private:
    sieve::LineLayout layout_;
    std::shared_ptr<const sieve::SievingPrimes> primes_;
    sieve::LinePatterns patterns_;
    sieve::LineSmallPrimes small_;
    sieve::LineMediumPrimes medium_;
    sieve::AlignedBuffer<std::uint8_t> line_; ///< guard, line, guard
    std::size_t bytes_ = 0;
    std::size_t done_ = 0;
};

} // namespace primerank::jump
