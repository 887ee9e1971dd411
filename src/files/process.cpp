#include "files/process.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace primerank::files {

void reserve_standard_descriptors() {
    struct Reserved {
        int descriptor;
        int flags; ///< the wrong way round, so that using it fails; nobody minds for messages
    };
    constexpr Reserved all[] = {
        {STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_RDWR}};
    for (const Reserved& reserved : all) {
        if (::fcntl(reserved.descriptor, F_GETFD) == -1) {
            // The lowest that is free, which is this one: those below are taken.
            (void)::open("/dev/null", reserved.flags);
        }
    }
}

void prepare_process() {
    reserve_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace primerank::files
