#include "tally/residues.hpp"

#include "instruction_sets.hpp"
#include "tally/enumeration.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <map>

using namespace primerank;
using namespace primerank::tally;

TEST_CASE("Residue counts obey the law") {
    for (const std::uint64_t modulus : {1U, 4U, 7U, 239U, 240U, 241U, 1000U}) {
        INFO("modulus " << modulus);
        law::check(ResidueMeasure(modulus));
    }
    const law::Window& beginning = law::windows().front();
    law::check(ResidueMeasure(largest_modulus), beginning, beginning.interval, 1);
}

TEST_CASE("Residue counts agree with the definition") {
    for (const InstructionSet set : instruction_sets()) {
        for (const law::Window& window : law::windows()) {
            for (const std::uint64_t modulus : {1U, 2U, 7U, 30U, 77U, 101U, 997U, 30'030U}) {
                INFO("modulus " << modulus << " on " << to_string(window.interval)
                                << ", instruction set " << name(set));
                std::vector<std::uint64_t> expected(modulus);
                for (const std::uint64_t prime : window.primes) {
                    ++expected[prime % modulus];
                }
                const ResidueMeasure measure(modulus, set);
                CHECK(law::tally_of(measure, window, window.interval).of_class == expected);
            }
        }
    }
}

// A plain pass over the primes; OEIS A091295 for the difference mod 4 and A073505, A073506 and
// A073508 for mod 10.
TEST_CASE("Known numbers of primes by class") {
    const law::Window window({0, 10'000'001});
    const auto classes = [&](std::uint64_t modulus, std::uint64_t largest) {
        return law::tally_of(ResidueMeasure(modulus), window, {0, largest + 1}).of_class;
    };
    CHECK(classes(3, 100) == std::vector<std::uint64_t>{1, 11, 13});
    CHECK(classes(4, 100) == std::vector<std::uint64_t>{0, 11, 1, 13});
    CHECK(classes(4, 1'000'000) == std::vector<std::uint64_t>{0, 39175, 1, 39322});
    CHECK(classes(3, 10'000'000) == std::vector<std::uint64_t>{1, 332'194, 332'384});
    CHECK(classes(5, 10'000'000)
          == std::vector<std::uint64_t>{1, 166'104, 166'212, 166'230, 166'032});
    CHECK(classes(8, 10'000'000)
          == std::vector<std::uint64_t>{0, 165'976, 1, 166'161, 0, 166'204, 0, 166'237});
    CHECK(classes(10, 10'000'000)
          == std::vector<std::uint64_t>{0, 166'104, 1, 166'230, 0, 1, 0, 166'211, 0, 166'032});
}

TEST_CASE("Moduli out of range are refused") {
    CHECK_THROWS_WITH(ResidueMeasure(0),
                      Catch::Matchers::Contains("0") && Catch::Matchers::Contains("1 to 1000000"));
    CHECK_THROWS_AS(ResidueMeasure(largest_modulus + 1), std::invalid_argument);
}

TEST_CASE("Lists of classes are part of what a rank needs") {
    const ResidueMeasure few(10);
    const ResidueMeasure many(1'000'000);
    const auto memory = [](const ResidueMeasure& measure, int threads) {
        return Enumeration({0, 1'000'000'000}, measure, sieve::Method::sieve, nullptr)
            .memory(threads);
    };
    CHECK(memory(many, 1) - memory(few, 1) > 3 * 8'000'000);
    CHECK(memory(many, 4) - memory(few, 4) > 4 * 2 * 8'000'000);
}
