#pragma once

#include <stdexcept>
#include <stop_token>
#include <utility>

namespace primerank::pi {

/// Thrown where tables were to be built and it was asked to give up.
class BuildingStopped : public std::runtime_error {
  public:
    BuildingStopped() : std::runtime_error("the building of tables was stopped") {}
};

/// Who builds tables: so many threads, until they are asked to give up.
class Builders {
  public:
    Builders(unsigned threads, std::stop_token give_up = {})
        : threads_(threads), give_up_(std::move(give_up)) {}

    [[nodiscard]] unsigned threads() const { return threads_; }

    /// Throws BuildingStopped once it was asked for; called a few times a second.
    void check() const {
        if (give_up_.stop_requested()) {
            throw BuildingStopped();
        }
    }

  private:
    unsigned threads_;
    std::stop_token give_up_;
};

} // namespace primerank::pi
