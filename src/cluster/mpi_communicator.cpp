#include "cluster/mpi_communicator.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <thread>

namespace primerank::cluster {
namespace {

/// What to ask MPI for, once its way of waiting is set: inside a collective Open MPI spins, on a
/// core that a worker thread of this rank could use. A setting of the user's stays.
boost::mpi::threading::level prepare_to_start(Threading threading) {
    constexpr int overwrite = 0;
    setenv("OMPI_MCA_mpi_yield_when_idle", "1", overwrite);
    return threading == Threading::one ? boost::mpi::threading::funneled
                                       : boost::mpi::threading::multiple;
}

} // namespace

// abort_on_exception is off: main turns exceptions into one line and an abort of its own.
MpiCommunicator::MpiCommunicator(Threading threading)
    : environment_(prepare_to_start(threading), /*abort_on_exception=*/false) {}

void MpiCommunicator::await_all(const std::function<void()>& idle) {
    using namespace std::chrono_literals;
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ibarrier(world_, &request);
    // Short questions are answered within the spinning; long rounds settle on a millisecond.
    constexpr int spins = 2000;
    auto nap = std::chrono::microseconds(20);
    for (int tries = 0;; ++tries) {
        int done = 0;
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (done != 0) {
            return;
        }
        if (tries < spins) {
            std::this_thread::yield();
            continue;
        }
        idle();
        std::this_thread::sleep_for(nap);
        nap = std::min<std::chrono::microseconds>(nap * 2, 1ms);
    }
}

std::string MpiCommunicator::library_version() {
    std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
    int length = 0;
    MPI_Get_library_version(text.data(), &length);
    std::string version(text.data(), static_cast<std::size_t>(length));
    return version.substr(0, version.find(','));
}

void MpiCommunicator::abort(int code) {
    MPI_Abort(MPI_COMM_WORLD, code);
    std::abort();
}

} // namespace primerank::cluster
