#include "commands/paths.hpp"

#include "commands/exit_code.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace primerank::commands {

void require_writable(const std::string& path) {
    if (path.empty()) {
        return;
    }
    const bool existed = access(path.c_str(), F_OK) == 0;
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' cannot be written: {}", path, std::strerror(errno)));
    }
    close(file);
    if (!existed) {
        unlink(path.c_str());
    }
}

} // namespace primerank::commands
