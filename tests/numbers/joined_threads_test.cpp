#include "numbers/joined_threads.hpp"

#include "catch.hpp"

#include <atomic>
#include <pthread.h>
#include <stdexcept>

using namespace primerank;

namespace {

/// While this lives no thread can be started: none finds room for its stack.
class NoMoreThreads {
  public:
    NoMoreThreads() {
        pthread_getattr_default_np(&usual_);
        pthread_attr_t huge;
        pthread_attr_init(&huge);
        pthread_attr_setstacksize(&huge, std::size_t{1} << 46U);
        pthread_setattr_default_np(&huge);
        pthread_attr_destroy(&huge);
    }
    NoMoreThreads(const NoMoreThreads&) = delete;
    NoMoreThreads& operator=(const NoMoreThreads&) = delete;
    ~NoMoreThreads() { pthread_setattr_default_np(&usual_); }

  private:
    pthread_attr_t usual_{};
};

} // namespace

TEST_CASE("Threads are waited for", "[joined_threads]") {
    std::atomic<int> ended{0};
    {
        JoinedThreads threads(3);
        for (int i = 0; i < 3; ++i) {
            threads.start([&] { ++ended; });
        }
        threads.join();
        CHECK(ended == 3);
        threads.start([&] { ++ended; });
    }
    CHECK(ended == 4);
}

TEST_CASE("A thread that cannot be started is told, and the others are waited for",
          "[joined_threads]") {
    std::atomic<bool> go{false};
    std::atomic<bool> ended{false};
    const auto start_two = [&] {
        JoinedThreads threads(2);
        threads.start([&] {
            while (!go) {
                std::this_thread::yield();
            }
            ended = true;
        });
        const NoMoreThreads none;
        try {
            threads.start([] {});
        } catch (...) {
            go = true;
            throw;
        }
        go = true;
    };
    CHECK_THROWS_WITH(start_two(), "thread 2 of 2 cannot be started: Resource temporarily "
                                   "unavailable");
    CHECK(ended);
}
