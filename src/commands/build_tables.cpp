#include "commands/build_tables.hpp"

#include "campaign/clock.hpp"
#include "campaign/stop.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace primerank::commands {

std::unique_ptr<law::AnyWorkload> build_tables(cluster::Ranks& ranks, int threads,
                                               std::optional<double> deadline,
                                               const MakeWorkload& make) {
    const auto begun = campaign::Clock::now();
    const auto stopped_here = [&] {
        if (deadline && campaign::seconds_since(begun) > *deadline) {
            campaign::request_stop();
        }
        return campaign::stop_requested();
    };
    std::unique_ptr<law::AnyWorkload> workload = make(threads, stopped_here);
    const std::vector<int> stopped = ranks.gather(workload == nullptr ? 1 : 0);
    const bool any = std::count(stopped.begin(), stopped.end(), 1) != 0;
    return cluster::from_root(ranks, any) ? nullptr : std::move(workload);
}

} // namespace primerank::commands
