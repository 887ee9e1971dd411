#pragma once

namespace primerank::campaign {

/// From now on SIGUSR1, SIGTERM and SIGINT set a flag instead of ending the process. A second
/// SIGINT or SIGTERM ends it as usual.
void install_stop_handlers();

/// Whether a stop was asked for, by a signal or by request_stop().
bool stop_requested();

/// Asks for a stop as a signal would.
void request_stop();

/// Forgets an earlier request, so that tests can run several campaigns.
void clear_stop_request();

} // namespace primerank::campaign
