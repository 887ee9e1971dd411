#include "cluster/ancestors.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace primerank::cluster {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void add_variable(Environment& environment, std::string_view text) {
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
        environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
}

/// 0 where there is none, or none to be seen.
int parent_of(const std::filesystem::path& process) {
    std::ifstream status(process / "status");
    for (std::string word; status >> word;) {
        int parent = 0;
        if (word == "PPid:" && status >> parent) {
            return parent;
        }
    }
    return 0;
}

} // namespace

Environment parse_environment(std::string_view text) {
    Environment environment;
    while (!text.empty()) {
        const std::size_t end = text.find('\0');
        add_variable(environment, text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return environment;
}

Environment own_environment() {
    Environment environment;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        add_variable(environment, *variable);
    }
    return environment;
}

std::vector<Ancestor> ancestors(const std::string& proc, int parent) {
    std::vector<Ancestor> found;
    constexpr std::size_t most = 64; // a process that ends meanwhile could lead us in a circle
    while (parent > 0 && found.size() < most) {
        const std::filesystem::path process = std::filesystem::path(proc) / std::to_string(parent);
        Ancestor ancestor;
        ancestor.name = text_of(process / "comm");
        ancestor.name = ancestor.name.substr(0, ancestor.name.find('\n'));
        ancestor.uses_mpi = text_of(process / "maps").find("/libmpi") != std::string::npos;
        ancestor.environment = parse_environment(text_of(process / "environ"));
        found.push_back(std::move(ancestor));
        parent = parent_of(process);
    }
    return found;
}

} // namespace primerank::cluster
