#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace primerank::list {

static_assert(std::endian::native == std::endian::little);

template <class T>
T load(const std::uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// Returns the end of what it wrote.
template <class T>
std::uint8_t* store(std::uint8_t* to, T value) {
    std::memcpy(to, &value, sizeof value);
    return to + sizeof value;
}

} // namespace primerank::list
