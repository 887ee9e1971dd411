#include "numbers/uint128.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank {

std::string to_string(uint128 value) {
    if (value >> 64 == 0) {
        return std::to_string(static_cast<std::uint64_t>(value));
    }
    std::string digits;
    do {
        digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::string to_string(int128 value) {
    // Negating in the unsigned type is right for -2^127 too.
    return value < 0 ? "-" + to_string(-static_cast<uint128>(value))
                     : to_string(static_cast<uint128>(value));
}

uint128 parse_uint128(std::string_view digits) {
    if (digits.empty()) {
        throw std::invalid_argument("a number is missing");
    }
    uint128 value = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') {
            throw std::invalid_argument("'" + std::string(digits) + "' is not a decimal number");
        }
        uint128 next = 0;
        if (__builtin_mul_overflow(value, uint128{10}, &next)
            || __builtin_add_overflow(next, static_cast<uint128>(digit - '0'), &next)) {
            throw std::invalid_argument("'" + std::string(digits) + "' does not fit 128 bits");
        }
        value = next;
    }
    return value;
}

} // namespace primerank
