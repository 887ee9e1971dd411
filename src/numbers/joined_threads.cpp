#include "numbers/joined_threads.hpp"

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace primerank {

JoinedThreads::JoinedThreads(unsigned count) : count_(count) {
    threads_.reserve(count);
}

JoinedThreads::~JoinedThreads() {
    join();
}

void JoinedThreads::start(std::function<void()> body) {
    try {
        threads_.emplace_back(std::move(body));
    } catch (const std::system_error& error) { // no path's fault, as others of its kind are
        throw std::runtime_error("thread " + std::to_string(threads_.size() + 1) + " of "
                                 + std::to_string(count_)
                                 + " cannot be started: " + error.code().message());
    }
}

void JoinedThreads::join() {
    for (std::thread& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

} // namespace primerank
