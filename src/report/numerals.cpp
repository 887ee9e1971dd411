#include "report/numerals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fmt/core.h>
#include <utility>

namespace primerank::report {

std::string grouped(std::string_view digits) {
    std::string result;
    if (!digits.empty() && digits.front() == '-') {
        result = "-";
        digits.remove_prefix(1);
    }
    const std::size_t whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (whole <= 4) {
        return result.append(digits);
    }
    for (std::size_t i = 0; i < whole; ++i) {
        if (i > 0 && (whole - i) % 3 == 0) {
            result.push_back(',');
        }
        result.push_back(digits[i]);
    }
    return result.append(digits.substr(whole));
}

std::string duration(double seconds) {
    if (seconds < 59.95) {
        return fmt::format("{:.{}f} s", seconds, seconds < 9.995 ? 2 : 1);
    }
    const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
    if (whole < 3600) {
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    }
    if (whole < 86'400) {
        return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
    }
    return fmt::format("{} d {:02} h", whole / 86'400, whole / 3600 % 24);
}

std::string scaled(double value) {
    constexpr std::array<std::pair<double, const char*>, 5> units = {
        {{1e15, " P"}, {1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}}};
    for (const auto& [size, letter] : units) {
        if (value >= size) {
            return fmt::format("{:.3g}{}", value / size, letter);
        }
    }
    return fmt::format("{:.3g}", value);
}

} // namespace primerank::report
