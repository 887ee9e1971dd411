#pragma once

#include <string>
#include <string_view>

namespace primerank::report {

/// Decimal digits in groups of three, "455,052,511"; four digits stay together. A sign is kept,
/// and what follows the whole number, such as decimals, is left as it is.
std::string grouped(std::string_view digits);

/// "0.42 s", "3 min 05 s", "2 h 07 min", "5 d 03 h": two units at most.
std::string duration(double seconds);

/// "1.53e+10"-style rates as people read them: "15.3 G", "820 M", "12.0 k", "7.25".
std::string scaled(double value);

} // namespace primerank::report
