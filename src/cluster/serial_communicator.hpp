#pragma once

#include "cluster/communicator.hpp"

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace primerank::cluster {

/// One rank without MPI: what `primerank ...` runs on when no launcher started it, and plain tests.
class SerialCommunicator {
  public:
    explicit SerialCommunicator(Threading /*threading*/ = Threading::one) {}

    [[nodiscard]] static int rank() { return 0; }
    [[nodiscard]] static int size() { return 1; }

    template <class T>
    T scatter(const std::vector<T>& parts) {
        return parts.front();
    }

    template <class T>
    std::vector<T> gather(const T& value) {
        return {value};
    }

    template <class T, class Combine>
    T reduce(T value, Combine /*combine*/) {
        return value;
    }

    void await_all(const std::function<void()>& /*idle*/) {}

    static std::string library_version() { return {}; }

    [[noreturn]] static void abort(int code) { std::exit(code); }

    static std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) {
        return open_posix_file(path, lanes);
    }
};

} // namespace primerank::cluster
