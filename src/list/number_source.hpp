#pragma once

#include "constellations/search.hpp"
#include "numbers/interval.hpp"
#include "sieve/sieve.hpp"
#include "tally/pattern.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/tuplet_gaps.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace primerank::list {

/// Where the numbers of a list come from. One object a thread.
class NumberSource {
  public:
    using Visit = std::function<void(std::span<const std::uint64_t>)>;

    NumberSource() = default;
    NumberSource(const NumberSource&) = delete;
    NumberSource& operator=(const NumberSource&) = delete;
    virtual ~NumberSource() = default;

    /// Calls visit for the numbers of a piece, in ascending order, some thousand at a time, counted
    /// from the origin of the list. Returns early once give_up is requested.
    virtual void run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) = 0;
};

/// All primes.
class PrimeSource : public NumberSource {
  public:
    explicit PrimeSource(sieve::Sieve sieve) : sieve_(std::move(sieve)) {}
    void run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) override;

  private:
    sieve::Sieve sieve_;
    std::vector<std::uint64_t> numbers_;
};

/// The first members of a pattern's constellations. They belong to the piece that holds them; the
/// other members may lie behind it, but below `stop`, where the question ends.
class PatternSource : public NumberSource {
  public:
    /// origin: that the sieve counts from.
    PatternSource(sieve::Sieve sieve, const tally::Pattern& pattern, uint128 stop,
                  uint128 origin = 0)
        : sieve_(std::move(sieve)), pattern_(pattern), stop_(stop), origin_(origin),
          measure_({pattern}), search_(pattern) {}
    void run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) override;

  private:
    sieve::Sieve sieve_;
    tally::Pattern pattern_;
    uint128 stop_;
    uint128 origin_;
    tally::PatternMeasure measure_;
    tally::PatternSearch search_;
};

/// The same by sieving for the pattern, of two members or more.
class SievedPatternSource : public NumberSource {
  public:
    SievedPatternSource(const tally::Pattern& pattern, constellations::Search::Way way,
                        uint128 stop);
    void run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) override;

    /// About the bytes that one takes.
    static std::size_t memory(const tally::Pattern& pattern);

  private:
    void run_part(const Interval& part, const std::stop_token& give_up, const Visit& visit);

    constellations::Search search_;
    std::uint64_t diameter_;
    tally::MeanGap mean_gap_;
    uint128 stop_;
    std::vector<std::uint64_t> numbers_;
};

} // namespace primerank::list
