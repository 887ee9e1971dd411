#pragma once

#include "commands/forecast.hpp"
#include "pi/parameters.hpp"

namespace primerank::commands {

/// Of pi(x) alone, of all classes up to x, and of two things one after the other.
TablesForecast tables_forecast(uint128 x, const pi::Options& options = {});
TablesForecast classes_forecast(uint128 x, std::uint64_t modulus);
TablesForecast operator+(const TablesForecast& first, const TablesForecast& second);

} // namespace primerank::commands
