#include "commands/forecast.hpp"

#include "campaign/engine.hpp"
#include "campaign/pieces.hpp"
#include "commands/exit_code.hpp"
#include "files/standard_output.hpp"
#include "report/numerals.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <map>
#include <unordered_map>

namespace primerank::commands {
namespace {

std::string megabytes(double bytes) {
    return fmt::format("{} MB", report::grouped(std::to_string(std::llround(bytes / 1e6))));
}

} // namespace

NodeMemory node_memory(const cluster::Placement& placement,
                       const std::function<std::size_t(int)>& rank_memory) {
    constexpr std::size_t program = 4'000'000; // its own pages, without those of MPI
    NodeMemory memory;
    std::unordered_map<std::string, std::size_t> nodes;
    std::map<int, std::size_t> ranks; // by threads, for a forecast takes a while
    for (const cluster::RankPlace& place : placement.ranks) {
        const auto [found, is_new] = ranks.emplace(place.threads, 0);
        if (is_new) {
            found->second = program + rank_memory(place.threads);
        }
        const std::size_t rank = found->second;
        std::size_t& node = nodes[place.host()];
        node += rank;
        memory.largest_rank = std::max(memory.largest_rank, rank);
        memory.largest_node = std::max(memory.largest_node, node);
    }
    return memory;
}

NodeMemory node_memory(const cluster::Placement& placement, const law::AnyWorkload& workload,
                       double kept_bytes) {
    // A round that waits, the next one, the state that they are combined with, and what is taken
    // out of it; vectors grow by doubling.
    constexpr double rounds = 4.2;
    constexpr double of_all = 1.3; // where there are not so many rounds
    const double all = workload.held_bytes(workload.axis());
    const double round = campaign::plan_settings(workload, placement.ranks.size()).most_held_bytes;
    const double held = std::min(rounds * round, of_all * all);
    return node_memory(placement, [&](int threads) {
        Interval chunk = workload.axis();
        const auto share = static_cast<unsigned>(placement.total_threads() / threads);
        chunk.stop = chunk.start + chunk.width() / share;
        return static_cast<std::size_t>(held + kept_bytes)
               + workload.memory(threads, chunk, campaign::widest_piece(workload, threads, chunk));
    });
}

NodeMemory larger(const NodeMemory& first, const NodeMemory& second) {
    return {std::max(first.largest_rank, second.largest_rank),
            std::max(first.largest_node, second.largest_node)};
}

void require_memory(const NodeMemory& memory, std::optional<uint128> limit) {
    const double need = static_cast<double>(memory.largest_node);
    if (limit && memory.largest_node > *limit) {
        throw Refusal(ExitCode::refused,
                      fmt::format("a node would need {}, more than --memory allows ({})",
                                  megabytes(need), megabytes(static_cast<double>(*limit))));
    }
    constexpr std::size_t not_worth_asking = 32'000'000; // every node has that
    if (memory.largest_node <= not_worth_asking) {
        return;
    }
    if (const std::size_t left = cluster::process_memory(); memory.largest_rank > left) {
        throw Refusal(
            ExitCode::refused,
            fmt::format("a rank would need {} and the limits of this process leave it {}; "
                        "see ulimit -v and ulimit -d",
                        megabytes(static_cast<double>(memory.largest_rank)),
                        megabytes(static_cast<double>(left))));
    }
    if (const std::size_t free = cluster::available_memory(); memory.largest_node > free) {
        const bool one_rank = memory.largest_rank == memory.largest_node;
        throw Refusal(
            ExitCode::refused,
            fmt::format("a node would need {} and this one has {}{}", megabytes(need),
                        megabytes(static_cast<double>(free)),
                        one_rank ? "" : "; fewer ranks with more threads each need less"));
    }
}

void print_forecast(const Json& question, const Interval& axis, double cost, double round_seconds,
                    const NodeMemory& memory, const cluster::Placement& placement) {
    const int threads = placement.total_threads();
    const double seconds = cost / threads;
    files::standard_output().print("interval  {}\n", to_string(axis));
    for (const auto& [key, value] : question.items()) {
        files::standard_output().print("{:<8}  {}\n", key,
                                       value.is_string() ? value.get<std::string>() : value.dump());
    }
    files::standard_output().print(
        "layout    {} ranks, {} threads in all\n"
        "rounds    about {}\n"
        "time      about {} on cores like the one this was calibrated on\n"
        "memory    {} the largest rank, {} the largest node (ranks have tables of their own, "
        "threads share them); {} are free here\n",
        placement.ranks.size(), threads, std::max(1LL, std::llround(seconds / round_seconds)),
        report::duration(seconds), megabytes(static_cast<double>(memory.largest_rank)),
        megabytes(static_cast<double>(memory.largest_node)),
        megabytes(static_cast<double>(cluster::available_memory())));
}

void print_forecast(const Json& question, const law::AnyWorkload& workload, double seconds,
                    const NodeMemory& memory, const cluster::Placement& placement) {
    const Interval axis = workload.axis();
    print_forecast(question, axis, seconds + (axis.empty() ? 0 : workload.cost(axis)),
                   campaign::plan_settings(workload, placement.ranks.size()).round_seconds, memory,
                   placement);
}

} // namespace primerank::commands
