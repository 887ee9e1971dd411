#include "tally/reciprocal_sum.hpp"

#include "tally/pattern.hpp"
#include "tally/segment_bits.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <stdexcept>

namespace primerank::tally {
namespace {

using boost::multiprecision::cpp_int;

void add_reciprocal(ReciprocalSum& sum, uint128 n) {
    sum.value += (uint128{1} << ReciprocalSum::fraction_bits) / n;
    ++sum.terms;
}

void add_twins(ReciprocalSum& sum, uint128 first) {
    add_reciprocal(sum, first);
    add_reciprocal(sum, first + 2);
}

const Pattern& twin_pattern() {
    static const Pattern twins({0, 2});
    return twins;
}

/// scaled / 10^decimals with its decimal point.
std::string decimal(const cpp_int& scaled, unsigned decimals) {
    std::string digits = scaled.str();
    if (digits.size() <= decimals) {
        digits.insert(0, decimals + 1 - digits.size(), '0');
    }
    if (decimals != 0) {
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return digits;
}

/// What the true sum lies between, in units of 10^-decimals.
struct ScaledBounds {
    cpp_int lower;
    cpp_int upper;
};

ScaledBounds scaled_bounds(const ReciprocalSum& sum, unsigned decimals) {
    const cpp_int value = (cpp_int(static_cast<std::uint64_t>(sum.value >> 64)) << 64)
                          + static_cast<std::uint64_t>(sum.value);
    const cpp_int scale = pow(cpp_int(10), decimals);
    const cpp_int one = cpp_int(1) << ReciprocalSum::fraction_bits;
    return {value * scale / one, ((value + sum.terms) * scale + one - 1) / one};
}

} // namespace

void ReciprocalSum::combine(const ReciprocalSum& right) {
    value += right.value;
    terms += right.terms;
    if (!ends.empty() && !right.ends.empty()) {
        const std::uint64_t before = ends.last.view().front();
        if (right.ends.first.view().front() - before == 2) {
            add_twins(*this, before);
        }
    }
    ends.combine(right.ends);
}

DecimalBounds decimal_bounds(const ReciprocalSum& sum, unsigned decimals) {
    const ScaledBounds bounds = scaled_bounds(sum, decimals);
    return {decimal(bounds.lower, decimals), decimal(bounds.upper, decimals)};
}

std::string error_bound(const ReciprocalSum& sum, unsigned decimals) {
    const ScaledBounds bounds = scaled_bounds(sum, decimals);
    cpp_int error = bounds.upper - bounds.lower;
    if (error == 0) {
        return "0";
    }
    int exponent = 1 - static_cast<int>(decimals); // error counts units of 10^(exponent - 1)
    for (; error >= 100; ++exponent) {
        error = (error + 9) / 10;
    }
    if (error < 10) {
        error *= 10;
        --exponent;
    }
    return decimal(error, 1) + "e" + std::to_string(exponent);
}

ReciprocalSumMeasure::ReciprocalSumMeasure(ReciprocalsOf what, InstructionSet set)
    : what_(what), twins_(twin_pattern(), set) {}

ReciprocalSum ReciprocalSumMeasure::of_segment(const sieve::Segment& segment) const {
    ReciprocalSum sum;
    if (what_ == ReciprocalsOf::primes) {
        for_each_prime(segment,
                       [&](std::uint64_t prime) { add_reciprocal(sum, segment.origin + prime); });
        return sum;
    }
    if (segment.origin != 0) {
        throw std::invalid_argument("Reciprocals of twins are summed below 2^64.");
    }
    for (const std::uint64_t first : twins_.first_members(segment)) {
        add_twins(sum, first);
    }
    sum.ends = end_primes<1>(segment);
    return sum;
}

ReciprocalSum ReciprocalSumMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    ReciprocalSum sum;
    if (what_ == ReciprocalsOf::primes) {
        for (const std::uint64_t prime : primes) {
            add_reciprocal(sum, prime);
        }
        return sum;
    }
    for (const std::uint64_t first : first_members(primes, twin_pattern())) {
        add_twins(sum, first);
    }
    sum.ends = end_primes<1>(primes);
    return sum;
}

} // namespace primerank::tally
