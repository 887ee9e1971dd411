// bench_classes X Q [ROUNDS]: the classes mod Q up to X against pi(X), one thread, in rounds of
// both, with the CPU seconds of each and the median of the ratios.

#include "numbers/bound.hpp"
#include "pi/classes_workload.hpp"
#include "pi/pi_workload.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <type_traits>
#include <vector>

namespace {

using namespace primerank;

/// CPU time of the workload that make() builds, tables and all, and what it came to.
template <class Make>
double seconds_of(const Make& make, std::uint64_t& primes) {
    const std::clock_t begin = std::clock();
    const auto workload = make();
    auto worker = workload.make_worker();
    const auto result = workload.finish(workload.work(workload.axis(), worker));
    if constexpr (std::is_same_v<decltype(result), const tally::ResidueCounts>) {
        primes = tally::primes_in(result);
    } else {
        primes = static_cast<std::uint64_t>(result);
    }
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

int run(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_classes X Q [ROUNDS]\n");
        return 2;
    }
    const uint128 x = parse_bound(argv[1], pi::ClassesWorkload::end_of_x - 1);
    const std::uint64_t modulus = std::strtoull(argv[2], nullptr, 10);
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        std::uint64_t primes = 0;
        std::uint64_t in_classes = 0;
        const double alone = seconds_of([&] { return pi::PiWorkload(x); }, primes);
        const double classes =
            seconds_of([&] { return pi::ClassesWorkload(x, modulus); }, in_classes);
        ratios.push_back(classes / alone);
        std::printf("pi %.4f s, classes %.4f s%s\n", alone, classes,
                    primes == in_classes ? "" : ", which is not the same number of primes");
    }
    std::sort(ratios.begin(), ratios.end());
    std::printf("%.3f times pi\n", ratios[ratios.size() / 2]);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
