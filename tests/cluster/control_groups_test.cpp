#include "cluster/control_groups.hpp"
#include "cluster/node.hpp"

#include "catch.hpp"

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <unistd.h>

using namespace primerank::cluster;

namespace {

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
constexpr int all_processors = std::numeric_limits<int>::max();

/// A file system with /proc and groups, as a kernel would show them to one process.
class FakeNode {
  public:
    FakeNode() { std::filesystem::remove_all(root_); }
    FakeNode(const FakeNode&) = delete;
    FakeNode& operator=(const FakeNode&) = delete;
    ~FakeNode() { std::filesystem::remove_all(root_); }

    void write(const std::string& path, const std::string& text) const {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }
    [[nodiscard]] GroupLimits limits() const { return group_limits(root_); }
    [[nodiscard]] std::size_t memory() const { return available_memory(root_); }

  private:
    std::filesystem::path root_ =
        std::filesystem::temp_directory_path() / ("primerank-node-" + std::to_string(getpid()));
};

const char* const version_2_mount =
    "24 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
    "31 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

} // namespace

TEST_CASE("Without control groups nothing is limited", "[control_groups]") {
    const FakeNode node;
    CHECK(node.limits().memory == no_limit);
    CHECK(node.limits().processors == all_processors);
    CHECK(node.memory() == no_limit);
    node.write("proc/meminfo", "MemTotal:  16000 kB\nMemFree: 10 kB\nMemAvailable:   9000 kB\n");
    CHECK(node.memory() == 9'216'000);
}

TEST_CASE("Of version 2 the least of all groups above counts", "[control_groups]") {
    const FakeNode node;
    node.write("proc/meminfo", "MemAvailable:   9000 kB\n");
    node.write("proc/self/mountinfo", version_2_mount);
    node.write("proc/self/cgroup", "0::/system.slice/slurm/job_7/step_0/task_1\n");
    const std::string job = "sys/fs/cgroup/system.slice/slurm/job_7/";
    node.write(job + "step_0/task_1/memory.max", "max\n");
    node.write(job + "step_0/task_1/memory.current", "5000000\n");
    CHECK(node.limits().memory == no_limit);
    CHECK(node.memory() == 9'216'000);

    node.write(job + "memory.max", "8000000\n");
    node.write(job + "memory.current", "5000000\n");
    CHECK(node.limits().memory == 3'000'000);
    CHECK(node.memory() == 3'000'000);
    // The kernel gives up pages of files before it kills.
    node.write(job + "memory.stat", "anon 3000000\nfile 2000000\ninactive_file 1500000\n");
    CHECK(node.limits().memory == 4'500'000);
    node.write(job + "step_0/memory.high", "2000000\n");
    node.write(job + "step_0/memory.max", "6000000\n");
    node.write(job + "step_0/memory.current", "500000\n");
    CHECK(node.limits().memory == 1'500'000);
    node.write(job + "step_0/memory.current", "7000000\n");
    CHECK(node.limits().memory == 0);

    node.write("sys/fs/cgroup/system.slice/cpu.max", "6400000 100000\n");
    CHECK(node.limits().processors == 64);
    const auto group = node.limits().processors_group;
    node.write(job + "cpu.max", "250000 100000\n");
    node.write(job + "step_0/cpu.max", "max 100000\n");
    CHECK(node.limits().processors == 2);
    CHECK(node.limits().processors_group != group);
    node.write(job + "step_0/cpu.max", "50000 100000\n");
    CHECK(node.limits().processors == 1);
}

TEST_CASE("Version 1 has a hierarchy for each controller", "[control_groups]") {
    const FakeNode node;
    node.write("proc/self/mountinfo",
               "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
               "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
               "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n");
    node.write("proc/self/cgroup",
               "4:memory:/slurm/uid_0/job_7\n2:cpu,cpuacct:/slurm\n1:name=systemd:/\n0::/slurm\n");
    const std::string memory = "sys/fs/cgroup/memory/";
    node.write(memory + "memory.limit_in_bytes", "9223372036854771712\n");
    node.write(memory + "memory.usage_in_bytes", "123456789\n");
    node.write(memory + "slurm/uid_0/memory.limit_in_bytes", "7000000\n");
    node.write(memory + "slurm/uid_0/memory.usage_in_bytes", "4000000\n");
    node.write(memory + "slurm/uid_0/memory.stat", "inactive_file 1\ntotal_inactive_file 500000\n");
    node.write(memory + "slurm/uid_0/job_7/memory.limit_in_bytes", "6000000\n");
    node.write(memory + "slurm/uid_0/job_7/memory.usage_in_bytes", "1000000\n");
    CHECK(node.limits().memory == 3'500'000);

    CHECK(node.limits().processors == all_processors);
    const std::string cpu = "sys/fs/cgroup/cpu,cpuacct/slurm/";
    node.write(cpu + "cpu.cfs_period_us", "100000\n");
    node.write(cpu + "cpu.cfs_quota_us", "-1\n");
    CHECK(node.limits().processors == all_processors);
    node.write(cpu + "cpu.cfs_quota_us", "399999\n");
    CHECK(node.limits().processors == 3);
    node.write(cpu + "cpu.cfs_period_us", "0\n");
    CHECK(node.limits().processors == all_processors);
}

TEST_CASE("A container sees its own group, wherever that is mounted", "[control_groups]") {
    const FakeNode node;
    // Without a name space of its own: the group is named as on the host.
    node.write("proc/self/mountinfo",
               "35 31 0:32 /docker/abc /my\\040groups rw - cgroup cgroup rw,memory\n");
    node.write("proc/self/cgroup", "4:memory:/docker/abc/inner\n");
    node.write("my groups/memory.limit_in_bytes", "5000000\n");
    CHECK(node.limits().memory == 5'000'000);
    node.write("my groups/inner/memory.limit_in_bytes", "4000000\n");
    CHECK(node.limits().memory == 4'000'000);
    // In a name space whose root is below the process' group.
    node.write("proc/self/cgroup", "4:memory:/../other\n");
    CHECK(node.limits().memory == 5'000'000);

    node.write("proc/self/mountinfo", version_2_mount);
    node.write("proc/self/cgroup", "0::/\n");
    node.write("sys/fs/cgroup/memory.max", "3000000\n");
    node.write("sys/fs/cgroup/cpu.max", "200000 100000\n");
    CHECK(node.limits().memory == 3'000'000);
    CHECK(node.limits().processors == 2);
}
