#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "tally/counts.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/prime_count.hpp"
#include "tally/product.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

using CountsAndPatterns = tally::Product<tally::Counts, tally::PatternCounts>;

/// What `count` was asked, checked.
struct CountQuestion {
    tally::TupletSizes asked = 0;         ///< may be none when there are patterns
    std::vector<unsigned> sizes;          ///< of asked, ascending
    std::vector<tally::Pattern> patterns; ///< no two the same
    sieve::Method method = sieve::Method::enumerate;
    bool combinatorial = false; ///< by two values of pi instead of by a method of the sieve
    CampaignCommand command;

    /// What is counted, in the order of the results: tuplets by size, then patterns.
    [[nodiscard]] std::vector<std::string> names() const;

    /// The counts, in the same order; the first stands for all of them.
    [[nodiscard]] std::vector<std::uint64_t> values(const tally::Counts& counts) const;
    [[nodiscard]] std::vector<std::uint64_t> values(const CountsAndPatterns& counts) const;
    [[nodiscard]] std::vector<std::uint64_t> values(const tally::PrimeCount& count) const {
        return {count.primes};
    }

    template <class Counts>
    [[nodiscard]] tally::WideSum headline(const Counts& counts) const {
        return tally::WideSum(values(counts).front());
    }

    template <class Counts>
    [[nodiscard]] report::Result result(const Counts& counts) const {
        const std::vector<std::string> name = names();
        const std::vector<std::uint64_t> value = values(counts);
        report::Result result;
        for (std::size_t i = 0; i < name.size(); ++i) {
            result.push_back({name[i], std::to_string(value[i])});
        }
        return result;
    }

    /// run(measure) with the measure whose tally holds what is asked; patterns cost only whom they
    /// are asked of.
    template <class Run>
    Action with_measure(const Run& run) const {
        if (patterns.empty()) {
            return run(tally::CountMeasure(asked));
        }
        constexpr tally::TupletSizes only_primes = 1;
        return run(tally::ProductMeasure(tally::CountMeasure(asked != 0 ? asked : only_primes),
                                         tally::PatternMeasure(patterns)));
    }
};

/// Whether the primes of an interval should be counted as pi(stop - 1) - pi(start - 1): enumerating
/// them would take one core more than ten seconds, and longer than that. Depends on the interval
/// alone, as the method is part of the question.
bool pi_is_faster(const Interval& interval);

/// `count --method combinatorial`, or auto where that is faster.
Action prepare_count_by_pi(const CountQuestion& question);

/// `count --by STEP`: a row for every step integers. Throws std::invalid_argument for a step that
/// is not one.
Action prepare_count_table(CountQuestion question, const std::string& step);

} // namespace primerank::commands
