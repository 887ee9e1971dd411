#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace primerank {

/// How many times as many random cases as usual: the environment's PRIMERANK_TEST_SCALE.
inline int test_scale() {
    const char* const scale = std::getenv("PRIMERANK_TEST_SCALE");
    return scale == nullptr ? 1 : std::max(1, std::atoi(scale));
}

/// A fresh seed, or PRIMERANK_TEST_SEED to repeat what a failed test printed.
inline std::uint64_t test_seed() {
    const char* const seed = std::getenv("PRIMERANK_TEST_SEED");
    return seed == nullptr ? std::random_device{}() : std::strtoull(seed, nullptr, 10);
}

/// At every order of magnitude from least to largest, above 0, alike.
inline double log_uniform(std::mt19937_64& random, double least, double largest) {
    return std::exp(std::uniform_real_distribution<>(std::log(least), std::log(largest))(random));
}

} // namespace primerank
