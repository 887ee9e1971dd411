#include "constellations/search.hpp"

#include "numbers/primality.hpp"

#include <algorithm>
#include <utility>

namespace primerank::constellations {

Search::Search(std::shared_ptr<const Family> family, Way way, InstructionSet set)
    : family_(std::move(family)), way_(way), set_(set) {
    for (const Family::Root& root : family_->roots()) {
        sieves_.push_back({Planner(family_->patterns()[root.kind], costs(set)), std::nullopt});
    }
}

void Search::run(const Interval& piece, const Sink& sink, const std::stop_token& give_up) {
    for (std::size_t root = 0; root < sieves_.size() && !give_up.stop_requested(); ++root) {
        run_root(root, piece, sink, give_up);
    }
}

PatternSieve& Search::sieve_for(std::size_t root, const Interval& first) {
    auto& [planner, sieve] = sieves_[root];
    const auto width = static_cast<double>(first.width());
    const auto height = static_cast<double>(first.stop);
    const Plan plan =
        way_ == Way::audit ? planner.other(width, height) : planner.cheapest(width, height);
    if (!sieve || sieve->plan().modulus_primes != plan.modulus_primes
        || sieve->plan().depth != plan.depth) {
        sieve.emplace(family_->patterns()[family_->roots()[root].kind], plan, set_);
    }
    return *sieve;
}

/// A constellation of d's pattern ends in [a, b) when its root begins in [a - D + s, b - D + s),
/// with D the diameter and s the shift. The root's own end there when they begin in
/// [a - D', b - D'). As D >= s + D', all are in [min(a - D + s), b - D').
void Search::run_root(std::size_t root, const Interval& piece, const Sink& sink,
                      const std::stop_token& give_up) {
    const Family::Root& pattern = family_->roots()[root];
    const std::uint64_t diameter = family_->patterns()[pattern.kind].diameter();
    std::uint64_t before = diameter;
    for (const Family::Derived& derived : pattern.derived) {
        before = std::max(before, family_->patterns()[derived.kind].diameter() - derived.shift);
    }
    const Interval first{piece.start - std::min<uint128>(piece.start, before),
                         piece.stop - std::min<uint128>(piece.stop, diameter)};
    if (first.empty()) {
        return;
    }
    const auto take = [&](std::span<const std::uint64_t> found) {
        first_members_.clear();
        std::copy_if(found.begin(), found.end(), std::back_inserter(first_members_),
                     [&](std::uint64_t n) { return piece.contains(uint128{n} + diameter); });
        sink(pattern.kind, first_members_);
        for (const Family::Derived& derived : pattern.derived) {
            derive(derived, piece, found, sink);
        }
    };
    sieve_for(root, first).run(first, take, give_up);
}

void Search::derive(const Family::Derived& derived, const Interval& piece,
                    std::span<const std::uint64_t> roots, const Sink& sink) {
    const std::uint64_t diameter = family_->patterns()[derived.kind].diameter();
    first_members_.clear();
    for (const std::uint64_t n : roots) {
        if (n >= derived.shift && piece.contains(uint128{n} - derived.shift + diameter)) {
            first_members_.push_back(n - derived.shift);
        }
    }
    first_members_.resize(further_members_.keep(
        first_members_, derived.further,
        [this](std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts) {
            test_primality(numbers, verdicts, set_);
        }));
    sink(derived.kind, first_members_);
}

std::size_t Search::memory(const Family& family) {
    constexpr std::size_t a_sieve = 2'500'000;
    return a_sieve * family.roots().size();
}

} // namespace primerank::constellations
