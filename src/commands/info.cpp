#include "cluster/placement.hpp"
#include "commands/application.hpp"
#include "commands/on_ranks.hpp"
#include "files/standard_output.hpp"
#include "report/numerals.hpp"
#include "report/text_table.hpp"
#include "report/version.hpp"

#include <fmt/core.h>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

std::string kilobytes(const std::vector<std::size_t>& sizes) {
    std::string text;
    for (std::size_t level = 0; level < sizes.size(); ++level) {
        text += fmt::format("{}L{} {} KB", level == 0 ? "" : ", ", level + 1,
                            report::grouped(std::to_string(sizes[level] / 1024)));
    }
    return text.empty() ? "unknown" : text;
}

ExitCode run_info(cluster::Ranks& ranks) {
    const cluster::Placement placement = cluster::place_ranks(ranks, 0);
    if (ranks.rank() != 0) {
        return ExitCode::done;
    }
    const std::string mpi = ranks.library_version();
    files::standard_output().print(
        "primerank   {} ({})\n"
        "compiler    {}\n"
        "MPI         {}\n"
        "processor   {}\n"
        "caches      {}\n"
        "memory      {} MB free on this node\n"
        "kernels     {}, of what this processor has ({}); PRIMERANK_INSTRUCTION_SET "
        "chooses\n\n",
        report::version(), report::source_version(), report::compiler(),
        mpi.empty() ? "not started: no mpirun or srun" : mpi, cluster::processor_name(),
        kilobytes(cluster::cache_sizes()),
        report::grouped(std::to_string(cluster::available_memory() / 1'000'000)),
        name(instruction_set()), name(best_instruction_set()));
    using Align = report::TextTable::Align;
    report::TextTable table({{"rank", Align::right},
                             {"host", Align::left},
                             {"processors", Align::right},
                             {"threads", Align::right},
                             {"kernels", Align::left}});
    for (std::size_t rank = 0; rank < placement.ranks.size(); ++rank) {
        const cluster::RankPlace& place = placement.ranks[rank];
        table.add({std::to_string(rank), place.host(), std::to_string(place.processors()),
                   std::to_string(place.threads), std::string(name(place.instructions))});
    }
    files::standard_output().print("{}", table.text());
    return ExitCode::done;
}

} // namespace

void add_info(cli::CommandLine& application, Action& action) {
    cli::Command command = application.add_command(
        "info", "Shows ranks, hosts, threads, instruction set, caches and MPI");
    command.callback([&action] {
        action = [] { return on_ranks([](cluster::Ranks& ranks) { return run_info(ranks); }); };
    });
}

} // namespace primerank::commands
