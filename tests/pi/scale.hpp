#pragma once

#include <algorithm>
#include <cstdlib>

namespace primerank {

/// How much longer than usual tests shall run.
inline int test_scale() {
    const char* const scale = std::getenv("PRIMERANK_TEST_SCALE");
    return scale == nullptr ? 1 : std::max(1, std::atoi(scale));
}

} // namespace primerank
