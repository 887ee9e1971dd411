#pragma once

#include <cstdint>

namespace primerank::list {

/// How much of a list an interval makes, and enough about what to tell two lists apart. Numbers are
/// counted from the list's origin.
struct ListTally {
    std::uint64_t count = 0; ///< numbers
    std::uint64_t bytes = 0; ///< that they take in the list's format; see listed_bytes()
    std::uint64_t sum = 0;   ///< of the numbers, mod 2^64
    std::uint64_t last = 0;  ///< the largest number; 0 when there is none

    void combine(const ListTally& right) {
        count += right.count;
        bytes += right.bytes;
        sum += right.sum;
        last = right.count == 0 ? last : right.last;
    }

    friend bool operator==(const ListTally&, const ListTally&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& count;
        archive& bytes;
        archive& sum;
        archive& last;
    }
};

} // namespace primerank::list
