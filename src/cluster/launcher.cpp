#include "cluster/launcher.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <unistd.h>

namespace primerank::cluster {
namespace {

/// What a kind of launcher sets.
struct Variables {
    const char* launcher;
    const char* rank;
    const char* size; ///< may be missing
};

constexpr Variables slurm{"srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"};

constexpr std::array kinds = {
    Variables{"Open MPI's mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
    Variables{"MVAPICH2's mpirun", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"},
    Variables{"a PMIx launcher", "PMIX_RANK", "SLURM_STEP_NUM_TASKS"},
    Variables{"a PMI launcher (MPICH, Intel MPI, srun --mpi=pmi2)", "PMI_RANK", "PMI_SIZE"}};

/// Beginnings of the names of programs that start tasks.
constexpr std::array launchers = {"mpirun",     "mpiexec", "orted",     "orterun",  "prte",
                                  "prun",       "hydra_",  "pmi_proxy", "mpispawn", "flux-shell",
                                  "slurmstepd", "palsd",   "apinit"};

std::string_view value_of(const Environment& environment, std::string_view name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string_view() : found->second;
}

/// A number of at least 0, or what to take where the text is none.
int number(std::string_view text, int otherwise) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? value
                                                                                  : otherwise;
}

bool is_launcher(const Ancestor& ancestor) {
    return std::any_of(launchers.begin(), launchers.end(), [&](std::string_view beginning) {
        return ancestor.name.starts_with(beginning);
    });
}

/// Whether anything tells a task of srun how to reach the others. PMIX_MCA_ variables are settings.
bool can_reach_others(const Environment& own) {
    return std::any_of(own.begin(), own.end(), [](const auto& variable) {
        const std::string_view name = variable.first;
        return (name.starts_with("PMI") && !name.starts_with("PMIX_MCA_"))
               || name.starts_with("PALS_");
    });
}

/// Whether the task that has this process' rank is an MPI process above it.
bool is_helper(const Environment& own, const std::vector<Ancestor>& above,
               const std::string& variable) {
    const auto launcher = std::find_if(above.begin(), above.end(), is_launcher);
    return std::any_of(above.begin(), launcher, [&](const Ancestor& ancestor) {
        return ancestor.uses_mpi
               && value_of(ancestor.environment, variable) == value_of(own, variable);
    });
}

const Variables* kind_of(const Environment& own) {
    for (const Variables& kind : kinds) {
        if (own.contains(kind.rank)) {
            return &kind;
        }
    }
    const bool in_step = own.contains("SLURM_STEP_ID") && own.contains(slurm.rank);
    return in_step && number(value_of(own, slurm.size), 1) > 1 ? &slurm : nullptr;
}

} // namespace

Launch launch_of(const Environment& own, const std::vector<Ancestor>& above) {
    const Variables* const kind = kind_of(own);
    if (kind == nullptr || is_helper(own, above, kind->rank)) {
        return {};
    }
    Launch launch;
    launch.rank = number(value_of(own, kind->rank), 0);
    const int size = number(value_of(own, kind->size), 0);
    launch.tasks = std::max({1, size, launch.rank + 1});
    // Of several programs in one job, rank 0 may be another.
    const bool one_program = number(value_of(own, "OMPI_NUM_APP_CTX"), 1) == 1;
    launch.direct = !above.empty() && is_launcher(above.front()) && one_program;
    if (launch.tasks == 1 && size == 1 && !launch.direct) {
        return {};
    }
    launch.launcher = kind->launcher;
    launch.variable = kind->rank;
    launch.parallel = kind != &slurm || can_reach_others(own);
    return launch;
}

const Launch& detect_launch() {
    static const Launch launch = [] {
        const Environment own = own_environment();
        return kind_of(own) == nullptr ? Launch() : launch_of(own, ancestors("/proc", getppid()));
    }();
    return launch;
}

std::string missing_ranks(const Launch& launch, int ranks, const std::string& library) {
    if (launch.tasks == 1 || ranks > 1) {
        return {};
    }
    return launch.variable + "=" + std::to_string(launch.rank) + " says that this is one of "
           + std::to_string(launch.tasks) + " tasks of " + launch.launcher + ", but "
           + (library.empty() ? "none of them can reach another" : library + " knows of no other")
           + ": start them by `srun --mpi=pmix`, or by the mpirun of the MPI that primerank is "
             "built with; to run alone, unset "
           + launch.variable;
}

} // namespace primerank::cluster
