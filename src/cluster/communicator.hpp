#pragma once

#include "cluster/shared_file.hpp"

#include <concepts>
#include <functional>
#include <string>
#include <vector>

namespace primerank::cluster {

/// Which threads of a rank call it. All but the one that made the communicator only write to shared
/// files, and every call may take longer where a library must expect them.
enum class Threading { one, several };

/// What a campaign needs of the ranks, and all it needs. Every call but rank() and size() is
/// collective: all ranks make the same calls in the same order.
///  - scatter(parts): rank r gets parts[r] of rank 0's vector; other ranks' vectors are ignored.
///  - gather(value): rank 0 gets one value a rank, in order; the others an empty vector.
///  - reduce(value, combine): rank 0 gets combine(...combine(value_0, value_1)..., value_n), always
///    in the order of ranks though in any bracketing; what the others get is unspecified. combine
///    is a function object without state.
///  - await_all(idle): returns when all ranks have called it; calls idle now and then, and leaves
///    the processor to others meanwhile.
///  - library_version(): name and version of what connects the ranks; empty for a rank alone.
///  - open_shared(path, lanes): every rank's way to one file that is there; see SharedFile.
template <class C>
concept Communicator = requires(C& communicator, const std::vector<int>& parts, int value,
                                int (*combine)(int, const int&), const std::function<void()>& idle,
                                const std::string& path) {
    { communicator.rank() } -> std::same_as<int>;
    { communicator.size() } -> std::same_as<int>;
    { communicator.scatter(parts) } -> std::same_as<int>;
    { communicator.gather(value) } -> std::same_as<std::vector<int>>;
    { communicator.reduce(value, combine) } -> std::same_as<int>;
    {communicator.await_all(idle)};
    { C::library_version() } -> std::same_as<std::string>;
    { communicator.open_shared(path, value) } -> std::same_as<std::unique_ptr<SharedFile>>;
};

} // namespace primerank::cluster
