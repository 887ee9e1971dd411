#pragma once

#include <functional>
#include <stdexcept>
#include <utility>

namespace primerank::pi {

/// Thrown where tables were to be built and there is no more time.
class BuildingStopped : public std::runtime_error {
  public:
    BuildingStopped() : std::runtime_error("the building of tables was stopped") {}
};

/// Who builds tables: so many threads, until stopped() says that there is no more time. They call
/// it at the same time.
class Builders {
  public:
    Builders(unsigned threads, std::function<bool()> stopped = {})
        : threads_(threads), stopped_(std::move(stopped)) {}

    [[nodiscard]] unsigned threads() const { return threads_; }

    /// Throws BuildingStopped; called many times a second.
    void check() const {
        if (stopped_ && stopped_()) {
            throw BuildingStopped();
        }
    }

  private:
    unsigned threads_;
    std::function<bool()> stopped_;
};

} // namespace primerank::pi
