#pragma once

#include <functional>
#include <thread>
#include <vector>

namespace primerank {

/// Threads that are waited for when this ends, in whatever way it does.
class JoinedThreads {
  public:
    /// count: how many will be started, at most.
    explicit JoinedThreads(unsigned count);
    JoinedThreads(const JoinedThreads&) = delete;
    JoinedThreads& operator=(const JoinedThreads&) = delete;
    ~JoinedThreads();

    /// body must not throw. Throws std::runtime_error where the system starts no more threads, such
    /// as at a limit of processes; those that were started go on.
    void start(std::function<void()> body);

    /// Waits for all of them.
    void join();

  private:
    unsigned count_;
    std::vector<std::thread> threads_;
};

} // namespace primerank
