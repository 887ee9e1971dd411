// bench_pi X [PIECES]: pi(x) on one thread, in pieces of equal forecast, with the seconds of each
// (up to 64 of them), of the longest and of all.

#include "numbers/bound.hpp"
#include "pi/pi_workload.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>

namespace {

using namespace primerank;

/// CPU time, so that other programs on the machine disturb less.
double seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Where the i-th of n pieces of equal cost begins.
uint128 position_of(const pi::PiWorkload& workload, std::uint64_t i, std::uint64_t n) {
    const double wanted =
        workload.cost(workload.axis()) * static_cast<double>(i) / static_cast<double>(n);
    uint128 low = 0;
    uint128 high = workload.axis().stop;
    while (low < high && i < n) {
        const uint128 middle = low + (high - low) / 2;
        if (workload.cost({0, middle}) < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return workload.border(i < n ? low : workload.axis().stop);
}

int run(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_pi X [PIECES]\n");
        return 2;
    }
    const uint128 x = parse_bound(argv[1], uint128{1} << 100);
    const std::uint64_t pieces = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    pi::Options options;
    if (const char* alpha = std::getenv("ALPHA")) {
        options.alpha = std::strtod(alpha, nullptr);
    }
    if (const char* blocks = std::getenv("BLOCKS")) {
        options.segment_blocks = static_cast<unsigned>(std::strtoul(blocks, nullptr, 10));
    }
    if (const char* largest = std::getenv("LARGEST_INVERSE")) {
        options.largest_inverse = std::strtoull(largest, nullptr, 10);
    }
    const double begin = seconds();
    const pi::PiWorkload workload(x, 1, options);
    const double built = seconds();
    pi::PiWorkload::Worker worker = workload.make_worker();
    pi::PiTally tally;
    double longest = 0;
    for (std::uint64_t i = 0; i < pieces; ++i) {
        const Interval piece = {position_of(workload, i, pieces),
                                position_of(workload, i + 1, pieces)};
        const double start = seconds();
        tally.combine(workload.work(piece, worker));
        const double took = seconds() - start;
        longest = std::max(longest, took);
        if (pieces > 1 && pieces <= 64) {
            std::printf("  %-60s %9.4f s, forecast %9.4f\n", to_string(piece).c_str(), took,
                        workload.cost(piece));
        }
    }
    const double worked = seconds();
    const uint128 result = workload.finish(tally);
    std::printf("%s  tables %.4f s, axis %.4f s, finish %.4f s, all %.4f s\n",
                to_string(result).c_str(), built - begin, worked - built, seconds() - worked,
                seconds() - begin);
    std::printf("%llu pieces: the longest %.5f s, %.2f times the mean\n",
                static_cast<unsigned long long>(pieces), longest,
                longest * static_cast<double>(pieces) / (worked - built));
    const pi::PiTerms terms = workload.terms(tally);
    std::printf("A+C %s B %s D %s Phi0 %s Sigma %s\n", to_string(terms.a_and_c).c_str(),
                to_string(terms.b).c_str(), to_string(terms.d).c_str(),
                to_string(terms.phi0).c_str(), to_string(terms.sigma).c_str());
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
