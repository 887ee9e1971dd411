#include "campaign/stop.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace primerank::campaign {
namespace {

std::atomic<bool> requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

constexpr std::array stop_signals = {SIGUSR1, SIGTERM, SIGINT};

void on_signal(int signal) {
    requested.store(true);
    if (signal != SIGUSR1) {
        std::signal(signal, SIG_DFL);
    }
}

} // namespace

void install_stop_handlers() {
    for (const int signal : stop_signals) {
        struct sigaction action {};
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        sigaction(signal, &action, nullptr);
    }
}

bool stop_requested() {
    return requested.load();
}
void request_stop() {
    requested.store(true);
}
void clear_stop_request() {
    requested.store(false);
}

} // namespace primerank::campaign
