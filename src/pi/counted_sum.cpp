#include "pi/counted_sum.hpp"

#include <algorithm>

namespace primerank::pi {
namespace {

void add(std::vector<std::int64_t>& left, const std::vector<std::int64_t>& right) {
    left.resize(std::max(left.size(), right.size()));
    std::transform(right.begin(), right.end(), left.begin(), left.begin(), std::plus<>());
}

void trim_end(std::vector<std::int64_t>& values) {
    while (!values.empty() && values.back() == 0) {
        values.pop_back();
    }
}

} // namespace

void CountedSums::combine(const CountedSums& right) {
    sum += right.sum;
    const std::size_t common = std::min(counts.size(), right.weights.size());
    for (std::size_t i = 0; i < common; ++i) {
        sum += static_cast<int128>(right.weights[i]) * counts[i];
    }
    add(weights, right.weights);
    add(counts, right.counts);
    trim();
}

void CountedSums::trim() {
    trim_end(weights);
    trim_end(counts);
}

} // namespace primerank::pi
