#pragma once

#include "pi/signs.hpp"
#include "pi/wheel.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::pi {

/// Clears the bits of the multiples of p from the cursor on in a bitmap of `bytes` bytes, and moves
/// the cursor to the first multiple behind it, relative to its end. p > 30.
void strike(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p, WheelCursor& cursor);

/// The same; takes what disappears counted off the counters of 64-byte lines and returns how much
/// that was.
std::int64_t strike_and_count(std::uint8_t* bitmap, std::size_t bytes, std::uint32_t p,
                              WheelCursor& cursor, MinusPlaces minus, std::int16_t* line_counts);

} // namespace primerank::pi
