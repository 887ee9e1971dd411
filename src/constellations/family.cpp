#include "constellations/family.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

namespace primerank::constellations {
namespace {

/// How the whole of `outer` is found among the constellations of `inner`, with the smallest shift;
/// nothing when it does not contain it.
std::optional<Family::Derived> derived_from(const tally::Pattern& inner,
                                            const tally::Pattern& outer) {
    for (const std::uint64_t shift : outer.offsets()) {
        std::vector<std::uint64_t> shifted;
        for (const std::uint64_t offset : inner.offsets()) {
            shifted.push_back(offset + shift);
        }
        const std::span<const std::uint64_t> all = outer.offsets();
        if (std::includes(all.begin(), all.end(), shifted.begin(), shifted.end())) {
            Family::Derived derived{0, shift, {}};
            std::set_difference(all.begin(), all.end(), shifted.begin(), shifted.end(),
                                std::back_inserter(derived.further));
            return derived;
        }
    }
    return std::nullopt;
}

} // namespace

Family::Family(std::vector<tally::Pattern> patterns) : patterns_(std::move(patterns)) {
    const auto members = [this](std::size_t kind) { return patterns_[kind].offsets().size(); };
    std::vector<std::size_t> by_members(patterns_.size());
    std::iota(by_members.begin(), by_members.end(), std::size_t{0});
    std::stable_sort(
        by_members.begin(), by_members.end(),
        [&](std::size_t left, std::size_t right) { return members(left) < members(right); });
    if (patterns_.empty() || members(by_members.front()) < 2) {
        throw std::invalid_argument("a pattern to sieve for has two members or more");
    }
    for (const std::size_t kind : by_members) {
        // The last root that it contains has the most members, and so the fewest constellations.
        bool found = false;
        for (auto root = roots_.rbegin(); root != roots_.rend() && !found; ++root) {
            if (auto derived = derived_from(patterns_[root->kind], patterns_[kind])) {
                derived->kind = kind;
                root->derived.push_back(std::move(*derived));
                found = true;
            }
        }
        if (!found) {
            roots_.push_back({kind, {}});
        }
    }
}

} // namespace primerank::constellations
