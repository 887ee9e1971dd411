#include "jump/search.hpp"

#include "numbers/primality.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace primerank::jump {
namespace {

/// The primes below and above a cluster are not farther away than that.
constexpr std::uint64_t reach = 1 << 15;

std::unique_ptr<const Clusters> clusters_for(std::uint64_t shortest, double n, Search::Way way) {
    const Plan plan = plan_for(shortest, n, way == Search::Way::audit);
    return std::make_unique<const Clusters>(plan.period, plan.width);
}

} // namespace

Search::Search(std::uint64_t shortest, double n, Way way, InstructionSet set)
    : shortest_(shortest), clusters_(clusters_for(shortest, n, way)), sieve_(*clusters_, set),
      neighbours_(set), set_(set) {}

std::size_t Search::memory() {
    constexpr std::size_t a_candidate =
        sizeof(std::uint64_t) + sizeof(std::uint32_t) + sizeof(std::uint8_t);
    return ClusterSieve::memory() + 2 * ClusterSieve::most_bytes * a_candidate;
}

/// A gap whose lower prime is p holds the first cluster that begins above p: the number of that is
/// from start / D to (stop - 1) / D + 1.
void Search::run(const Interval& piece, const Visit& visit, const std::stop_token& give_up) {
    if (piece.empty()) {
        return;
    }
    const uint128 end = (piece.stop - 1) / clusters_->period() + 2;
    uint128 last = 0;
    for (uint128 first = piece.start / clusters_->period(); first < end;) {
        if (give_up.stop_requested()) {
            return;
        }
        const auto clusters =
            static_cast<std::size_t>(std::min(end - first, uint128{8} * ClusterSieve::most_bytes));
        sieve_and_test(first, clusters);
        find_sides(clusters);
        for (std::size_t i = 0; i < lower_.size(); ++i) {
            const uint128 lower = origin_ + lower_[i];
            const std::uint64_t length = upper_[i] - lower_[i];
            // A long gap holds several clusters.
            if (lower_[i] != 0 && length >= shortest_ && lower != last && piece.contains(lower)) {
                visit(length, lower);
                last = lower;
            }
        }
        first += clusters;
    }
}

/// Leaves those clusters undecided that have no prime above cluster_depth.
void Search::sieve_and_test(uint128 first, std::size_t clusters) {
    const uint128 begin = first * clusters_->period();
    const uint128 end = begin + uint128{clusters} * clusters_->period() + reach;
    origin_ = end <= two_to_the_64 ? 0 : begin - reach;
    begin_ = static_cast<std::uint64_t>(begin - origin_);
    undecided_.assign((clusters + 63) / 64, ~std::uint64_t{0});
    if (clusters % 64 != 0) {
        undecided_.back() = ~std::uint64_t{0} >> (64 - clusters % 64);
    }
    sieve_.enter(first, (undecided_.size() + 7) / 8 * 64);
    for (std::size_t i = 0; i < clusters_->lines(); ++i) {
        test_line(sieve_.next());
    }
}

void Search::test_line(const ClusterSieve::Line& line) {
    numbers_.clear();
    places_.clear();
    for (std::size_t i = 0; i < undecided_.size(); ++i) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, line.bits.data() + 8 * i, sizeof bits);
        for (bits &= undecided_[i]; bits != 0; bits &= bits - 1) {
            const std::size_t cluster = 64 * i + static_cast<std::size_t>(std::countr_zero(bits));
            numbers_.push_back(begin_ + clusters_->period() * cluster + line.residue);
            places_.push_back(static_cast<std::uint32_t>(cluster));
        }
    }
    verdicts_.resize(numbers_.size());
    test_primality(origin_, numbers_, verdicts_, set_);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        undecided_[places_[i] / 64] &= ~(std::uint64_t{verdicts_[i]} << places_[i] % 64);
    }
}

/// Of the undecided clusters. Where there are primes up to cluster_depth, the sieve has crossed
/// them out, and they are looked for again.
void Search::find_sides(std::size_t clusters) {
    lower_.clear();
    upper_.clear();
    for (std::size_t cluster = 0; cluster < clusters; ++cluster) {
        if ((undecided_[cluster / 64] >> cluster % 64 & 1) != 0) {
            const std::uint64_t begin = begin_ + clusters_->period() * cluster;
            const bool is_low = origin_ + begin <= cluster_depth;
            lower_.push_back(begin + 1);
            upper_.push_back(is_low ? begin - 1 : begin + clusters_->last_residue());
        }
    }
    neighbours_.find(origin_, lower_, Side::below);
    neighbours_.find(origin_, upper_, Side::above);
}

} // namespace primerank::jump
