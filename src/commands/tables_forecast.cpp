#include "commands/tables_forecast.hpp"

#include "pi/classes_workload.hpp"
#include "pi/cost_model.hpp"
#include "pi/pi_workload.hpp"

namespace primerank::commands {

TablesForecast tables_forecast(uint128 x, const pi::Options& options) {
    return {pi::seconds_forecast(x, options.alpha), [=](int threads) -> std::size_t {
                return pi::memory_forecast(x, static_cast<unsigned>(threads), options);
            }};
}

TablesForecast classes_forecast(uint128 x, std::uint64_t modulus) {
    return {pi::seconds_forecast(x) * pi::classes_cost_factor(modulus),
            [=](int threads) -> std::size_t {
                return pi::classes_memory_forecast(x, modulus, static_cast<unsigned>(threads));
            }};
}

TablesForecast operator+(const TablesForecast& first, const TablesForecast& second) {
    return {first.seconds + second.seconds, [a = first.rank_memory, b = second.rank_memory](
                                                int threads) { return a(threads) + b(threads); }};
}

} // namespace primerank::commands
