#pragma once

// Catch2 2 and 3 under the names of version 2. Of version 3 only what the tests use is included:
// all of it takes seconds to compile.

#if __has_include(<catch2/catch_test_macros.hpp>)

#include <catch2/catch_approx.hpp>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>

using Catch::Approx;

namespace Catch {

inline auto rngSeed() {
    return getSeed();
}

namespace Matchers {

inline auto Contains(const std::string& text) {
    return ContainsSubstring(text);
}

} // namespace Matchers
} // namespace Catch

#else

#include <catch2/catch.hpp>

#endif
