#pragma once

#include "cluster/ranks.hpp"
#include "law/any_workload.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace primerank::commands {

/// Builds a workload with so many threads; nothing once stopped(), which any of them may call, says
/// that there is no more time.
using MakeWorkload = std::function<std::unique_ptr<law::AnyWorkload>(
    int threads, const std::function<bool()>& stopped)>;

/// Builds the workload on every rank, within so many seconds where there is a deadline; nothing on
/// all of them when one was stopped. Collective.
std::unique_ptr<law::AnyWorkload> build_tables(cluster::Ranks& ranks, int threads,
                                               std::optional<double> deadline,
                                               const MakeWorkload& make);

} // namespace primerank::commands
