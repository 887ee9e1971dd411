// A rank whose memory loses a bit: linked in front of CountMeasure::of_segment (by the linker's
// --wrap), so that the program itself has no hook. PRIMERANK_TEST_FAULTY_RANK names the rank; its
// first segment comes out one prime off.

#include "cluster/launcher.hpp"
#include "tally/counts.hpp"

#include <atomic>
#include <cstdlib>

using primerank::sieve::Segment;
using primerank::tally::CountMeasure;
using primerank::tally::Counts;

// The Itanium C++ ABI passes `this` as a first parameter.
Counts true_count(const CountMeasure& measure, const Segment& segment) __asm__(
    "__real__ZNK9primerank5tally12CountMeasure10of_segmentERKNS_5sieve7SegmentE");
Counts faulty_count(const CountMeasure& measure, const Segment& segment) __asm__(
    "__wrap__ZNK9primerank5tally12CountMeasure10of_segmentERKNS_5sieve7SegmentE");

Counts faulty_count(const CountMeasure& measure, const Segment& segment) {
    static const char* const rank = std::getenv("PRIMERANK_TEST_FAULTY_RANK");
    static std::atomic_flag happened;
    Counts counts = true_count(measure, segment);
    if (rank != nullptr && std::atoi(rank) == primerank::cluster::detect_launch().rank
        && !happened.test_and_set()) {
        counts.of_size[0] ^= 1;
    }
    return counts;
}
