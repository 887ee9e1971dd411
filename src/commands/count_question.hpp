#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "commands/pattern_method.hpp"
#include "constellations/counts.hpp"
#include "law/product.hpp"
#include "tally/counts.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/prime_count.hpp"
#include "tally/product_measure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace primerank::commands {

using CountsAndPatterns = law::Product<tally::Counts, tally::PatternCounts>;

/// One number that was asked for: primes, tuplets of a size, or constellations of a pattern.
struct Counted {
    std::string name;
    unsigned size = 0;              ///< as tally::Counts has it; 0 if that does not
    std::vector<std::size_t> kinds; ///< indices of the patterns that are counted together
};

/// What is counted, in the order of the results: tuplets by size, then patterns. The first stands
/// for all of them.
struct CountedQuantities {
    std::vector<Counted> all;
    std::vector<tally::Pattern> patterns; ///< of all of them
    /// Those that an enumeration looks for beside what tally::Counts has, with their indices.
    std::vector<tally::Pattern> searched;
    std::vector<std::size_t> searched_kinds;

    CountedQuantities() = default;
    CountedQuantities(tally::TupletSizes sizes, const std::vector<tally::Pattern>& further);
};

/// What `count` was asked, checked.
struct CountQuestion {
    tally::TupletSizes asked = 0;         ///< may be none when there are patterns
    std::vector<tally::Pattern> patterns; ///< no two the same
    bool combinatorial = false;           ///< by two values of pi, instead of by
    ChosenMethod method;
    CountedQuantities counted; ///< of both
    CampaignCommand command;

    /// The counts, in the order of what is counted.
    [[nodiscard]] std::vector<std::uint64_t> values(const tally::Counts& counts) const;
    [[nodiscard]] std::vector<std::uint64_t> values(const CountsAndPatterns& counts) const;
    [[nodiscard]] std::vector<std::uint64_t> values(const constellations::Counts& counts) const;
    [[nodiscard]] std::vector<std::uint64_t> values(const tally::PrimeCount& count) const {
        return {count.primes};
    }

    /// From the interval's start to the end of what the counts are of, which begins somewhere
    /// behind.
    [[nodiscard]] std::vector<std::uint64_t>
    values_from_start(const constellations::Counts& counts) const;
    template <class Counts>
    [[nodiscard]] std::vector<std::uint64_t> values_from_start(const Counts& counts) const {
        return values(counts);
    }

    [[nodiscard]] report::Result result(const std::vector<std::uint64_t>& values) const;

    template <class Counts>
    [[nodiscard]] law::WideSum headline(const Counts& counts) const {
        return law::WideSum(values(counts).front());
    }

    /// run(measure) with the measure over primes whose tally holds what is asked, and in any case
    /// the number of primes; patterns cost only whom they are asked of.
    template <class Run>
    Action with_measure(const Run& run) const {
        constexpr tally::TupletSizes only_primes = 1;
        constexpr tally::TupletSizes small = (tally::TupletSizes{1} << tally::largest_tuplet) - 1;
        const tally::TupletSizes sizes = (asked & small) | only_primes;
        if (counted.searched.empty()) {
            return run(tally::CountMeasure(sizes));
        }
        return run(tally::ProductMeasure(tally::CountMeasure(sizes),
                                         tally::PatternMeasure(counted.searched)));
    }
};

/// `count --method combinatorial`, or auto where that is faster.
Action prepare_count_by_pi(const CountQuestion& question);

/// `count --method pattern`, or auto where that is faster; with --by, its rows.
Action prepare_count_by_patterns(const CountQuestion& question, const std::string& step);

/// `count --by STEP`: a row for every step integers. Throws std::invalid_argument for a step that
/// is not one.
Action prepare_count_table(CountQuestion question, const std::string& step);

} // namespace primerank::commands
