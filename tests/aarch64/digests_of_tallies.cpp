#include "constellations/search.hpp"
#include "digests.hpp"
#include "numbers/serialized.hpp"
#include "pi/classes_workload.hpp"
#include "pi/pi_workload.hpp"
#include "pi/random_split.hpp"
#include "sieve/sieve.hpp"
#include "tally/counts.hpp"
#include "tally/gaps.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/power_sum.hpp"
#include "tally/prime_count.hpp"
#include "tally/race.hpp"
#include "tally/residues.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

namespace primerank {
namespace {

/// The tally of a window, of segments of another size than usual, as a line.
template <class Measure>
std::string line_of(const char* what, const Window& window, const Measure& measure) {
    static const auto primes = std::make_shared<sieve::SievingPrimesCache>();
    sieve::Sieve sieve(primes, sieve::Method::enumerate, {.segment_bytes = 8192});
    typename Measure::Tally tally;
    sieve.run({window.start, uint128{window.start} + window.width},
              [&](const sieve::Segment& segment) { tally::observe(measure, tally, segment); });
    const std::string text = serialized(tally);
    Digest digest;
    digest.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return digest.line(std::string(what) + " from " + std::to_string(window.start));
}

} // namespace

std::string tallies(InstructionSet set) {
    using namespace tally;
    std::string lines;
    for (const Window& window : {Window{0, 2'000'000}, Window{1'000'000'000'039, 5'000'000}}) {
        lines += line_of("primes", window, PrimeCountMeasure(set));
        lines += line_of("twins", window, CountMeasure(0x02, set));
        lines += line_of("tuplets", window, CountMeasure(0x3f, set));
        lines += line_of("cousins and others", window,
                         PatternMeasure({Pattern({0, 4}), Pattern({0, 6, 12, 18, 30})}, set));
        lines += line_of("sum", window, PowerSumMeasure(1, set));
        lines += line_of("race", window, RaceMeasure(Race::of_classes(4, 3, 1), set));
        for (const std::uint64_t modulus : {3U, 7U, 30U, 120U, 210U}) {
            lines += line_of("classes", window, ResidueMeasure(modulus, set));
        }
        for (const std::uint64_t least : {60U, 100U, 200U, 400U, 500U}) {
            GapOptions options;
            options.list_from = least;
            lines += line_of("gaps", window, GapMeasure(options, set));
        }
    }
    return lines;
}

std::string tuplets(InstructionSet set) {
    using namespace primerank::constellations;
    const auto family = std::make_shared<const Family>(
        std::vector<tally::Pattern>{tally::Pattern({0, 2, 6}), tally::Pattern({0, 2, 6, 8})});
    std::string lines;
    for (const Window& window : {Window{0, 1'000'000}, Window{1'000'000'000'000, 5'000'000}}) {
        std::vector<std::uint64_t> found[2];
        Search(family, Search::Way::usual, set)
            .run({window.start, uint128{window.start} + window.width},
                 [&](std::size_t kind, std::span<const std::uint64_t> first_members) {
                     found[kind].insert(found[kind].end(), first_members.begin(),
                                        first_members.end());
                 });
        Digest digest;
        for (std::vector<std::uint64_t>& members : found) {
            std::sort(members.begin(), members.end());
            digest.add({reinterpret_cast<const std::uint8_t*>(members.data()),
                        members.size() * sizeof members[0]});
        }
        lines += digest.line("constellations from " + std::to_string(window.start));
    }
    return lines;
}

std::string values_of_pi(InstructionSet set) {
    std::mt19937_64 random(19);
    std::string lines;
    for (int i = 0; i < 12; ++i) {
        const std::uint64_t x = 1'000'000 + random() % 50'000'000'000;
        pi::Options options = pi::random_options(random);
        options.set = set;
        lines += "pi(" + std::to_string(x) + ") " + to_string(pi::pi_of(x, options)) + '\n';
    }
    pi::Options options;
    options.set = set;
    lines += "pi(10^13) " + to_string(pi::pi_of(10'000'000'000'000, options)) + '\n';
    const pi::ClassesWorkload workload(100'000'000'000, 24, 1, options);
    for (const std::uint64_t count : workload.finish(pi::whole_tally(workload)).of_class) {
        lines += "pi(10^11; 24, a) " + std::to_string(count) + '\n';
    }
    return lines;
}

} // namespace primerank
