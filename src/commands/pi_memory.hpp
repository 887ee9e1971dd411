#pragma once

#include "cluster/ranks.hpp"
#include "commands/pi_question.hpp"
#include "commands/tables_forecast.hpp"

#include <functional>

namespace primerank::commands {

/// How to go about a question: with the alpha of the journal that it continues. Else with the
/// default alpha, or where --memory does not allow its tables, with the largest smaller one that
/// fits; then alpha becomes part of the question, for it decides what partial results mean.
/// forecast: of the whole campaign with such options. Collective.
pi::Options options_in_memory(cluster::Ranks& ranks, PiQuestion& question,
                              const std::function<TablesForecast(const pi::Options&)>& forecast);

} // namespace primerank::commands
