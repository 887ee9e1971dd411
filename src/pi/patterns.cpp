#include "pi/patterns.hpp"

#include "pi/parameters.hpp"
#include "pi/small_primes.hpp"
#include "pi/wheel.hpp"

#include <initializer_list>

namespace primerank::pi {
namespace {

/// Appends the bitmap of the numbers from 0 on that none of the factors divides.
std::size_t append_pattern(std::vector<std::uint8_t>& bytes, std::uint32_t period,
                           std::initializer_list<std::uint32_t> factors) {
    const std::size_t begin = bytes.size();
    const std::size_t size = period + pattern_slack;
    bytes.resize(begin + size, 0xff);
    for (const std::uint32_t p : factors) {
        WheelCursor cursor = first_multiple(p, 0);
        std::size_t byte = cursor.byte;
        while (byte < size) {
            const unsigned bit = wheel_steps.bit[cursor.p_class][cursor.index];
            bytes[begin + byte] &= static_cast<std::uint8_t>(~(1U << bit));
            byte +=
                p / 30 * wheel_gaps[cursor.index] + wheel_steps.carry[cursor.p_class][cursor.index];
            cursor.index = (cursor.index + 1) & 7;
        }
    }
    return begin;
}

} // namespace

Patterns::Patterns(std::uint32_t limit) : last_(k) {
    const std::vector<std::uint32_t> primes = small_primes(limit);
    std::vector<std::size_t> begins = {append_pattern(bytes_, 7 * 11 * 13, {7, 11, 13}),
                                       append_pattern(bytes_, 17 * 19, {17, 19})};
    places_ = {{nullptr, 7 * 11 * 13}, {nullptr, 17 * 19}};
    while (last_ + 1 < primes.size() && primes[last_ + 1] < limit) {
        const std::uint32_t p = primes[++last_];
        begins.push_back(append_pattern(bytes_, p, {p}));
        places_.push_back({nullptr, p});
    }
    for (std::size_t i = 0; i < begins.size(); ++i) {
        places_[i].bytes = bytes_.data() + begins[i];
    }
}

Pattern Patterns::of(std::uint64_t b) const {
    return places_[2 + (b - k - 1)];
}
Pattern Patterns::of_7_11_13() const {
    return places_[0];
}
Pattern Patterns::of_17_19() const {
    return places_[1];
}

} // namespace primerank::pi
