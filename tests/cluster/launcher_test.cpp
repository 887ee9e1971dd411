#include "cluster/launcher.hpp"

#include "catch.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace primerank::cluster;

namespace {

const Environment mpirun = {{"OMPI_COMM_WORLD_RANK", "5"},
                            {"OMPI_COMM_WORLD_SIZE", "8"},
                            {"OMPI_NUM_APP_CTX", "1"},
                            {"PMIX_RANK", "5"},
                            {"PMIX_NAMESPACE", "1142685697"}};
const Environment srun = {{"SLURM_PROCID", "3"},
                          {"SLURM_STEP_ID", "0"},
                          {"SLURM_STEP_NUM_TASKS", "4"},
                          {"PMIX_RANK", "3"},
                          {"PMIX_NAMESPACE", "slurm.pmix.1.0"}};

Environment with(Environment environment, const std::string& name, const std::string& value) {
    environment[name] = value;
    return environment;
}

Environment without(Environment environment, const std::string& name) {
    environment.erase(name);
    return environment;
}

Ancestor process(const std::string& name) {
    return {name, false, {}};
}

Ancestor task(const std::string& name, const Environment& environment, bool uses_mpi = false) {
    return {name, uses_mpi, environment};
}

void check_alone(const Launch& launch) {
    CHECK_FALSE(launch.parallel);
    CHECK(launch.rank == 0);
    CHECK(launch.tasks == 1);
    CHECK(launch.speaks());
}

} // namespace

TEST_CASE("Without a launcher a process is alone", "[launcher]") {
    check_alone(launch_of({}, {}));
    check_alone(launch_of({{"PATH", "/bin"}}, {process("bash"), process("sshd")}));
    // A batch script, and an allocation's shell, have some of Slurm's variables.
    check_alone(launch_of({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_ID", "7"}},
                          {process("slurm_script"), process("slurmstepd")}));
}

TEST_CASE("Of tasks that a launcher starts itself rank 0 speaks", "[launcher]") {
    for (const char* parent : {"mpirun", "mpirun.openmpi", "orted", "prterun", "prted"}) {
        const Launch launch = launch_of(mpirun, {process(parent), process("bash")});
        CHECK(launch.parallel);
        CHECK(launch.rank == 5);
        CHECK(launch.tasks == 8);
        CHECK_FALSE(launch.speaks());
    }
    const Launch step = launch_of(srun, {process("slurmstepd")});
    CHECK(step.parallel);
    CHECK(step.rank == 3);
    CHECK(step.tasks == 4);
    CHECK_FALSE(step.speaks());
    CHECK(launch_of(with(srun, "PMIX_RANK", "0"), {process("slurmstepd")}).speaks());
    const Launch hydra = launch_of({{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}, {"PMI_FD", "9"}},
                                   {process("hydra_pmi_proxy")});
    CHECK(hydra.parallel);
    CHECK_FALSE(hydra.speaks());
    // What the only task of a job says need not come from a rank 0 that runs another program.
    CHECK(launch_of(with(mpirun, "OMPI_NUM_APP_CTX", "2"), {process("mpirun")}).speaks());
}

TEST_CASE("Below a script each task speaks, and works with the others", "[launcher]") {
    const Launch launch =
        launch_of(mpirun, {task("bash", mpirun), process("mpirun"), process("bash")});
    CHECK(launch.parallel);
    CHECK(launch.rank == 5);
    CHECK(launch.speaks());
    // Some launcher that is not known.
    CHECK(launch_of(srun, {process("launch-o-matic")}).parallel);
    CHECK(launch_of(srun, {process("launch-o-matic")}).speaks());
}

TEST_CASE("Below an MPI process a process is alone", "[launcher]") {
    check_alone(launch_of(mpirun, {task("python3", mpirun, true), process("mpirun")}));
    check_alone(
        launch_of(mpirun, {task("sh", mpirun), task("solver", mpirun, true), process("orted")}));
    // MPI above the launcher is another job's.
    CHECK(launch_of(mpirun, {process("mpirun"), task("python3", mpirun, true)}).parallel);
    CHECK(launch_of(mpirun, {process("unknown"), task("jupyter", {}, true)}).parallel);
}

TEST_CASE("Below the only task of a job a process is alone", "[launcher]") {
    const Environment shell =
        with(with(srun, "PMIX_RANK", "0"), "SLURM_STEP_NUM_TASKS", "1"); // srun --pty bash
    check_alone(launch_of(shell, {task("bash", shell), process("slurmstepd")}));
    CHECK(launch_of(shell, {process("slurmstepd")}).parallel);
}

TEST_CASE("Tasks that cannot reach each other are known", "[launcher]") {
    const Environment none = without(without(srun, "PMIX_RANK"), "PMIX_NAMESPACE");
    const Launch launch = launch_of(with(none, "PMIX_MCA_gds", "hash"), {process("slurmstepd")});
    CHECK_FALSE(launch.parallel);
    CHECK(launch.rank == 3);
    CHECK(launch.tasks == 4);
    CHECK_FALSE(launch.speaks());
    const std::string why = missing_ranks(launch, 1, "");
    CHECK(why.find("SLURM_PROCID=3") != std::string::npos);
    CHECK(why.find("one of 4 tasks of srun") != std::string::npos);
    // Another way of this Slurm's may lead to them.
    CHECK(launch_of(with(none, "PALS_APINFO", "x"), {process("slurmstepd")}).parallel);

    const Launch pmi = launch_of({{"PMI_RANK", "0"}, {"PMI_SIZE", "4"}}, {process("bash")});
    CHECK(pmi.parallel);
    CHECK(missing_ranks(pmi, 1, "Open MPI v4.1.4").find("Open MPI v4.1.4") != std::string::npos);
    CHECK(missing_ranks(pmi, 4, "Open MPI v4.1.4").empty());
    // A rank that is left over says how many tasks there were at the least.
    const Launch left_over = launch_of({{"OMPI_COMM_WORLD_RANK", "3"}}, {process("bash")});
    CHECK(left_over.speaks());
    CHECK(missing_ranks(left_over, 1, "MPI").find("OMPI_COMM_WORLD_RANK=3") != std::string::npos);
    CHECK(missing_ranks({}, 1, "").empty());
}

TEST_CASE("Values that are no numbers are taken for rank 0 of one", "[launcher]") {
    const Launch launch = launch_of({{"PMI_RANK", "-3"}, {"PMI_SIZE", "many"}}, {});
    CHECK(launch.rank == 0);
    CHECK(launch.tasks == 1);
    CHECK(launch.speaks());
}

TEST_CASE("The system shows the processes above this one", "[launcher]") {
    const auto above = ancestors("/proc", getppid());
    REQUIRE_FALSE(above.empty());
    CHECK_FALSE(above.front().name.empty());
    CHECK_FALSE(own_environment().empty());
    CHECK(ancestors("/nonexistent", 17).size() == 1);

    const std::filesystem::path proc = "proc-of-test-cluster";
    const auto add = [&](int pid, int parent, const std::string& name, const std::string& maps) {
        const std::filesystem::path folder = proc / std::to_string(pid);
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "comm") << name << '\n';
        std::ofstream(folder / "status") << "Name:\t" << name << "\nPid:\t" << pid << "\nPPid:\t"
                                         << parent << "\nTracerPid:\t0\n";
        std::ofstream(folder / "maps") << maps;
        std::ofstream(folder / "environ") << "PID=" << pid << '\0' << "EMPTY=" << '\0';
    };
    add(70, 60, "sh", "7f00-7f01 r--p 00000000 08:01 2 /lib/x86_64-linux-gnu/libc.so.6\n");
    add(60, 1, "two words", "7f00-7f01 r--p 00000000 08:01 2 /opt/mpi/lib/libmpi.so.40\n");
    add(1, 0, "init", "");
    const auto found = ancestors(proc, 70);
    REQUIRE(found.size() == 3);
    CHECK(found[0].name == "sh");
    CHECK_FALSE(found[0].uses_mpi);
    CHECK(found[1].name == "two words");
    CHECK(found[1].uses_mpi);
    CHECK(found[1].environment == Environment{{"PID", "60"}, {"EMPTY", ""}});
    CHECK(found[2].name == "init");
    std::filesystem::remove_all(proc);
}
