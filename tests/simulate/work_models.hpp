#pragma once

#include "campaign/planner.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::simulate {

/// A campaign's axis and what it costs.
struct Question {
    Interval axis;
    campaign::WorkModel model;
    /// What a piece takes in truth; the model is what the planner knows.
    std::function<double(const Interval&)> truth = {};

    [[nodiscard]] double seconds(const Interval& piece) const {
        return truth ? truth(piece) : model.cost(piece);
    }
};

struct WorkKind {
    std::string_view name;
    std::string_view description;
    /// The question that takes so many seconds on one rank. Throws std::invalid_argument where the
    /// axis is too short for that.
    Question (*of_seconds)(double seconds);
};

/// linear, sieve, steep, misjudged
const std::vector<WorkKind>& work_kinds();

} // namespace primerank::simulate
