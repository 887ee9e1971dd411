#include "list/number_source.hpp"

#include "tally/segment_bits.hpp"

#include <algorithm>
#include <memory>

namespace primerank::list {
namespace {

struct GivenUp {};

/// About the most constellations that wait until they are in order. The parts that hold so many are
/// wide enough for the sieve, of triplets at 10^12 some 4 10^9.
constexpr std::size_t numbers_at_once = std::size_t{1} << 19;

std::shared_ptr<const constellations::Family> family_of(const tally::Pattern& pattern) {
    return std::make_shared<const constellations::Family>(std::vector{pattern});
}

std::vector<std::uint64_t> primes_without_bits(const Interval& piece) {
    std::vector<std::uint64_t> primes;
    for (const std::uint64_t prime : {2U, 3U, 5U}) {
        if (piece.contains(prime)) {
            primes.push_back(prime);
        }
    }
    return primes;
}

void run_sieve(sieve::Sieve& sieve, const Interval& interval, const std::stop_token& give_up,
               const std::function<void(const sieve::Segment&)>& visit) {
    try {
        sieve.run(interval, [&](const sieve::Segment& segment) {
            if (give_up.stop_requested()) {
                throw GivenUp{};
            }
            visit(segment);
        });
    } catch (const GivenUp&) { // whoever asked for it does not look at the numbers
    }
}

} // namespace

void PrimeSource::run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) {
    constexpr std::size_t batch = 4096;
    numbers_.resize(batch + 64);
    visit(primes_without_bits(piece));
    run_sieve(sieve_, piece, give_up, [&](const sieve::Segment& segment) {
        std::uint64_t* end = numbers_.data();
        const auto hand_over = [&] {
            visit({numbers_.data(), end});
            end = numbers_.data();
        };
        for (std::size_t i = 0; i < tally::word_count(segment); ++i) {
            for (std::uint64_t bits = tally::word(segment, i); bits != 0; bits &= bits - 1) {
                *end++ = tally::lowest_prime(segment, i, bits);
            }
            if (end >= numbers_.data() + batch) {
                hand_over();
            }
        }
        hand_over();
    });
}

void PatternSource::run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) {
    const Interval reach{piece.start, std::min(piece.stop + pattern_.diameter(), stop_)};
    const uint128 end = piece.stop - origin_;
    const auto hand_over = [&](const std::vector<std::uint64_t>& members) {
        const auto behind = std::partition_point(members.begin(), members.end(),
                                                 [end](std::uint64_t n) { return n < end; });
        visit({members.data(), static_cast<std::size_t>(behind - members.begin())});
    };
    const std::vector<std::uint64_t> smallest = primes_without_bits(reach);
    tally::PatternCounts before = measure_.of_primes(smallest);
    hand_over(tally::first_members(smallest, pattern_));
    run_sieve(sieve_, reach, give_up, [&](const sieve::Segment& segment) {
        const tally::PatternCounts here = measure_.of_segment(segment);
        hand_over(before.first_members_across(here, pattern_));
        hand_over(search_.first_members(segment));
        before.combine(here);
    });
}

SievedPatternSource::SievedPatternSource(const tally::Pattern& pattern,
                                         constellations::Search::Way way, uint128 stop)
    : search_(family_of(pattern), way), diameter_(pattern.diameter()), mean_gap_({pattern}),
      stop_(stop) {}

std::size_t SievedPatternSource::memory(const tally::Pattern& pattern) {
    constexpr std::size_t grown = 2; // vectors grow by doubling
    return constellations::Search::memory(*family_of(pattern))
           + grown * numbers_at_once * sizeof(std::uint64_t);
}

void SievedPatternSource::run(const Interval& piece, const std::stop_token& give_up,
                              const Visit& visit) {
    for (Interval part = piece; !part.empty() && !give_up.stop_requested();
         part = {part.stop, piece.stop}) {
        const double gap = mean_gap_.at(std::max(100.0, static_cast<double>(part.start)));
        const double width = std::min(numbers_at_once * gap, static_cast<double>(part.width()));
        part.stop = std::min(piece.stop, part.start + static_cast<uint128>(width) + 1);
        run_part(part, give_up, visit);
    }
}

/// Those that begin in [a, b) end in [a + d, b + d).
void SievedPatternSource::run_part(const Interval& part, const std::stop_token& give_up,
                                   const Visit& visit) {
    const Interval ends{part.start + diameter_, std::min(part.stop + diameter_, stop_)};
    if (ends.empty()) {
        return;
    }
    numbers_.clear();
    search_.run(
        ends,
        [this](std::size_t, std::span<const std::uint64_t> found) {
            numbers_.insert(numbers_.end(), found.begin(), found.end());
        },
        give_up);
    std::sort(numbers_.begin(), numbers_.end());
    visit(numbers_);
}

} // namespace primerank::list
