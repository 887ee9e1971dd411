#pragma once

#include "campaign/planner.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace primerank::simulate {

/// A campaign's axis and what it costs.
struct Question {
    Interval axis;
    campaign::WorkModel model;
};

struct WorkKind {
    std::string_view name;
    std::string_view description;
    /// The question that takes so many seconds on one rank. Throws std::invalid_argument where the
    /// axis is too short for that.
    Question (*of_seconds)(double seconds);
};

/// linear, sieve, steep
const std::vector<WorkKind>& work_kinds();

} // namespace primerank::simulate
