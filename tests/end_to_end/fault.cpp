// A rank whose memory loses a bit: linked in front of some functions (by the linker's --wrap), so
// that the program itself has no hook. PRIMERANK_TEST_FAULTY_RANK names the rank,
// PRIMERANK_TEST_FAULT what comes out one off: "count", CountMeasure::of_segment of its first
// segment, or "phi0", OrdinaryLeaves::sum of its first piece. Or its node is older than the others:
// "old", lacks_instruction_set.

#include "cluster/launcher.hpp"
#include "pi/phi0.hpp"
#include "tally/counts.hpp"

#include <atomic>
#include <cstdlib>
#include <string>

using primerank::int128;
using primerank::pi::Kernels;
using primerank::pi::OrdinaryLeaves;
using primerank::sieve::Segment;
using primerank::tally::CountMeasure;
using primerank::tally::Counts;

namespace {

bool faulty_here(const std::string& what) {
    const char* const rank = std::getenv("PRIMERANK_TEST_FAULTY_RANK");
    const char* const fault = std::getenv("PRIMERANK_TEST_FAULT");
    return rank != nullptr && fault != nullptr && fault == what
           && std::atoi(rank) == primerank::cluster::detect_launch().rank;
}

} // namespace

// The Itanium C++ ABI passes `this` as a first parameter.
Counts true_count(const CountMeasure& measure, const Segment& segment) __asm__(
    "__real__ZNK9primerank5tally12CountMeasure10of_segmentERKNS_5sieve7SegmentE");
Counts faulty_count(const CountMeasure& measure, const Segment& segment) __asm__(
    "__wrap__ZNK9primerank5tally12CountMeasure10of_segmentERKNS_5sieve7SegmentE");

Counts faulty_count(const CountMeasure& measure, const Segment& segment) {
    static const bool faulty = faulty_here("count");
    static std::atomic_flag happened;
    Counts counts = true_count(measure, segment);
    if (faulty && !happened.test_and_set()) {
        counts.of_size[0] ^= 1;
    }
    return counts;
}

bool truly_lacks_instruction_set() __asm__("__real__ZN9primerank21lacks_instruction_setEv");
bool faulty_lacks_instruction_set() __asm__("__wrap__ZN9primerank21lacks_instruction_setEv");

bool faulty_lacks_instruction_set() {
    return faulty_here("old") || truly_lacks_instruction_set();
}

int128 true_sum(
    const OrdinaryLeaves& leaves, std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
    const std::stop_token& give_up) __asm__("__real__ZNK9primerank2pi14OrdinaryLeaves3sumEmmRKNS0_"
                                            "7KernelsERKSt10stop_token");
int128 faulty_sum(
    const OrdinaryLeaves& leaves, std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
    const std::stop_token& give_up) __asm__("__wrap__ZNK9primerank2pi14OrdinaryLeaves3sumEmmRKNS0_"
                                            "7KernelsERKSt10stop_token");

int128 faulty_sum(const OrdinaryLeaves& leaves, std::uint64_t lo, std::uint64_t hi,
                  const Kernels& kernels, const std::stop_token& give_up) {
    static const bool faulty = faulty_here("phi0");
    static std::atomic_flag happened;
    const int128 sum = true_sum(leaves, lo, hi, kernels, give_up);
    return faulty && !happened.test_and_set() ? sum ^ 1 : sum;
}
