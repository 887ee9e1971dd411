#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank {

/// The values from i on, the last repeated to fill all places.
template <std::size_t size, class T>
std::array<T, size> group_from(const T* values, std::size_t i, std::size_t filled) {
    std::array<T, size> group;
    std::copy_n(values + i, filled, group.begin());
    std::fill(group.begin() + filled, group.end(), group[filled - 1]);
    return group;
}

/// verdicts[i] = bit i of `bits`, for i < count. Eight bits at a time: each byte of a word keeps
/// the bit of its own, which 0x7f more carries to the top of the byte.
inline void write_bits(std::uint64_t bits, std::size_t count, std::uint8_t* verdicts) {
    constexpr std::uint64_t in_every_byte = 0x0101'0101'0101'0101;
    std::array<std::uint8_t, 64> bytes;
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint64_t own = (bits >> (8 * i) & 0xff) * in_every_byte & 0x8040'2010'0804'0201;
        const std::uint64_t word = (own + 0x7f * in_every_byte) >> 7 & in_every_byte;
        for (std::size_t k = 0; k < 8; ++k) {
            bytes[8 * i + k] = static_cast<std::uint8_t>(word >> (8 * k));
        }
    }
    std::copy_n(bytes.begin(), count, verdicts);
}

/// The verdicts of a test of `size` numbers at a time, which answers with a bit for each.
template <std::size_t size, class Number, class Test>
void in_groups(const Number* numbers, std::size_t count, std::uint8_t* verdicts, const Test& test) {
    std::size_t i = 0;
    for (; i + size <= count; i += size) {
        write_bits(test(numbers + i), size, verdicts + i);
    }
    if (i < count) {
        const auto group = group_from<size>(numbers, i, count - i);
        write_bits(test(group.data()), count - i, verdicts + i);
    }
}

/// The same of numbers with parameters.
template <std::size_t size, class Test>
void in_groups(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
               std::uint8_t* verdicts, const Test& test) {
    for (std::size_t i = 0; i < count; i += size) {
        const std::size_t filled = std::min(size, count - i);
        const auto n = group_from<size>(numbers, i, filled);
        const auto p = group_from<size>(parameters, i, filled);
        write_bits(test(n.data(), p.data()), filled, verdicts + i);
    }
}

template <class Number>
Number smallest(const Number* numbers, std::size_t count) {
    return count == 0 ? 0 : *std::min_element(numbers, numbers + count);
}

template <class Number>
Number largest(const Number* numbers, std::size_t count) {
    return count == 0 ? 0 : *std::max_element(numbers, numbers + count);
}

} // namespace primerank
