#pragma once

#include <functional>
#include <stop_token>

namespace primerank::internal {

/// Thrown by work that was told to stop, for it is given up where it stands.
struct GivenUp {};

/// Calls body(thread) in so many threads at the same time, of which the calling one is thread 0,
/// and waits for all. What one of them throws stops give_up, which the others heed, and is thrown
/// here again.
void on_threads(unsigned threads, std::stop_source& give_up,
                const std::function<void(unsigned thread)>& body);

} // namespace primerank::internal
