#include "commands/count_question.hpp"

#include <algorithm>

namespace primerank::commands {
namespace {

/// "pattern_0_4_6": a word that needs no quotes in any table.
std::string pattern_name(const tally::Pattern& pattern) {
    std::string name = "pattern";
    for (const std::uint64_t offset : pattern.offsets()) {
        name += "_" + std::to_string(offset);
    }
    return name;
}

/// The indices of the shapes in the patterns, to which they are added where they are new.
std::vector<std::size_t> indices_of(const std::vector<tally::Pattern>& shapes,
                                    std::vector<tally::Pattern>& patterns) {
    std::vector<std::size_t> indices;
    for (const tally::Pattern& shape : shapes) {
        const auto found = std::find(patterns.begin(), patterns.end(), shape);
        indices.push_back(static_cast<std::size_t>(found - patterns.begin()));
        if (found == patterns.end()) {
            patterns.push_back(shape);
        }
    }
    return indices;
}

/// For each that is counted, the sum of count(kind) over its kinds.
template <class Count>
std::vector<std::uint64_t> pooled(const CountedQuantities& counted, const Count& count) {
    std::vector<std::uint64_t> values;
    values.reserve(counted.all.size());
    for (const Counted& one : counted.all) {
        std::uint64_t sum = 0;
        for (const std::size_t kind : one.kinds) {
            sum += count(kind);
        }
        values.push_back(sum);
    }
    return values;
}

} // namespace

CountedQuantities::CountedQuantities(tally::TupletSizes sizes,
                                     const std::vector<tally::Pattern>& further) {
    for (const unsigned size : tally::sizes_in(sizes)) {
        all.push_back({std::string(tally::tuplet_name(size)),
                       size <= tally::largest_tuplet ? size : 0,
                       indices_of(tally::densest_patterns(size), patterns)});
    }
    for (const tally::Pattern& pattern : further) {
        all.push_back({pattern_name(pattern), 0, indices_of({pattern}, patterns)});
    }
    searched_kinds.resize(patterns.size());
    for (const Counted& one : all) {
        for (const std::size_t kind : one.kinds) {
            if (one.size == 0) {
                searched_kinds[kind] = indices_of({patterns[kind]}, searched).front();
            }
        }
    }
}

std::vector<std::uint64_t> CountQuestion::values(const tally::Counts& counts) const {
    std::vector<std::uint64_t> values;
    values.reserve(counted.all.size());
    for (const Counted& one : counted.all) {
        values.push_back(one.size == 0 ? 0 : counts.of_size[one.size - 1]);
    }
    return values;
}

std::vector<std::uint64_t> CountQuestion::values(const CountsAndPatterns& counts) const {
    // None are there when the interval holds no prime.
    std::vector<std::uint64_t> of_pattern = counts.second.counts();
    of_pattern.resize(counted.searched.size());
    std::vector<std::uint64_t> values = this->values(counts.first);
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (const std::size_t kind : counted.all[i].kinds) {
            values[i] += counted.all[i].size == 0 ? of_pattern[counted.searched_kinds[kind]] : 0;
        }
    }
    return values;
}

std::vector<std::uint64_t> CountQuestion::values(const constellations::Counts& counts) const {
    return pooled(counted, [&](std::size_t kind) { return counts.whole(kind); });
}

std::vector<std::uint64_t>
CountQuestion::values_from_start(const constellations::Counts& counts) const {
    const auto start = static_cast<std::uint64_t>(command.interval.start);
    return pooled(counted, [&](std::size_t kind) { return counts.whole_from(start, kind); });
}

report::Result CountQuestion::result(const std::vector<std::uint64_t>& values) const {
    report::Result result;
    for (std::size_t i = 0; i < counted.all.size(); ++i) {
        result.push_back({counted.all[i].name, std::to_string(values[i])});
    }
    return result;
}

} // namespace primerank::commands
