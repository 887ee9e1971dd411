#include "pi/classes_workload.hpp"
#include "pi/random_split.hpp"
#include "pi/reference.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <random>

using namespace primerank;
using namespace primerank::pi;

namespace {

void check_terms(const PiTerms& found, const PiTerms& expected, uint128 x, const Options& options) {
    INFO("x = " << to_string(x) << ", alpha = " << options.alpha
                << ", alpha_z = " << options.alpha_z);
    CHECK(to_string(found.a_and_c) == to_string(expected.a_and_c));
    CHECK(to_string(found.b) == to_string(expected.b));
    CHECK(to_string(found.d) == to_string(expected.d));
    CHECK(to_string(found.phi0) == to_string(expected.phi0));
    CHECK(to_string(found.sigma) == to_string(expected.sigma));
}

void check_terms(const Reference& reference, uint128 x, const Options& options) {
    const PiWorkload workload(x, 1, options);
    const PiTerms expected = reference.terms(choose_parameters(x, options));
    check_terms(workload.terms(whole_tally(workload)), expected, x, options);
    const auto sum = static_cast<std::uint64_t>(workload.finish(whole_tally(workload)));
    CHECK(sum
          == static_cast<std::uint64_t>(expected.a_and_c + expected.d - expected.b + expected.phi0
                                        + expected.sigma));
}

} // namespace

TEST_CASE("Every term is what its definition says, whatever alpha") {
    const Reference reference(400'000);
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (const std::uint64_t x : {1'000'000ULL, 1'018'081ULL /* 1009^2 */, 1'030'301ULL /* 101^3 */,
                                  9'999'999ULL, 10'000'000ULL, 28'398'241ULL /* 73^4 */}) {
        for (const double alpha : {1.0, 1.5, 2.5, 4.0, 9.0}) {
            for (const double alpha_z : {1.0, 1.4, 3.0}) {
                Options options;
                options.alpha = alpha;
                options.alpha_z = alpha_z;
                check_terms(reference, x, options);
            }
        }
    }
    for (int i = 0; i < 60; ++i) {
        check_terms(reference, 1'000'000 + random() % 29'000'000, random_options(random));
    }
}

TEST_CASE("So it is for every character") {
    std::vector<Reference> references;
    const std::vector<Character> characters = characters_mod(24);
    for (const Character& chi : characters) {
        references.emplace_back(400'000, chi);
    }
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> all_x = {1'000'000, 1'018'081, 1'030'301, 28'398'241};
    for (int i = 0; i < 16 * test_scale(); ++i) {
        all_x.push_back(1'000'000 + random() % 29'000'000);
    }
    for (const std::uint64_t x : all_x) {
        const Options options = random_options(random);
        const ClassesWorkload workload(x, 24, 1, options);
        ClassesWorkload::Worker worker = workload.make_worker();
        const std::vector<PiTerms> found = workload.terms(workload.work(workload.axis(), worker));
        for (std::size_t i = 0; i < characters.size(); ++i) {
            INFO("character " << characters[i].discriminant());
            check_terms(found[i], references[i].terms(choose_parameters(x, options)), x, options);
        }
    }
}

TEST_CASE("The reference itself counts primes") {
    const Reference reference(400'000);
    const PiTerms t = reference.terms(choose_parameters(10'000'000));
    CHECK(static_cast<std::int64_t>(t.a_and_c + t.d - t.b + t.phi0 + t.sigma) == 664'579);
}
