#include "primerank/internal/on_threads.hpp"

#include "numbers/joined_threads.hpp"

#include <exception>
#include <mutex>

namespace primerank::internal {
namespace {

/// The first exception of several threads; whoever has one stops the others.
class Failure {
  public:
    explicit Failure(std::stop_source& give_up) : give_up_(give_up) {}

    template <class Work>
    void guard(const Work& work) {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!first_) {
                first_ = std::current_exception();
            }
            give_up_.request_stop();
        }
    }

    void rethrow() const {
        if (first_) {
            std::rethrow_exception(first_);
        }
    }

  private:
    std::stop_source& give_up_;
    std::mutex mutex_;
    std::exception_ptr first_;
};

} // namespace

void on_threads(unsigned threads, std::stop_source& give_up,
                const std::function<void(unsigned thread)>& body) {
    Failure failure(give_up);
    {
        JoinedThreads others(threads - 1);
        failure.guard([&] {
            for (unsigned thread = 1; thread < threads; ++thread) {
                others.start([&, thread] { failure.guard([&] { body(thread); }); });
            }
            body(0);
        });
    }
    failure.rethrow();
}

} // namespace primerank::internal
