#pragma once

#include <stdexcept>

namespace primerank::list {

/// Bytes that are no compact list, or no longer one.
class DamagedList : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace primerank::list
