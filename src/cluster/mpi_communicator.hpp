#pragma once

#include "cluster/communicator.hpp"
#include "cluster/mpi_file.hpp"

#include <boost/mpi/collectives/gather.hpp>
#include <boost/mpi/collectives/reduce.hpp>
#include <boost/mpi/collectives/scatter.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/serialization/array_wrapper.hpp>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace primerank::cluster {

/// A trivially copyable value as Boost.MPI sends it by a plain MPI datatype, so that MPI_Scatter,
/// MPI_Gather and MPI_Reduce themselves run. Everything else travels serialised.
template <class T>
struct FixedSize {
    T value;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        static_assert(std::is_trivially_copyable_v<T>);
        archive& boost::serialization::make_array(reinterpret_cast<unsigned char*>(&value),
                                                  sizeof(T));
    }
};

} // namespace primerank::cluster

namespace boost::mpi {
template <class T>
struct is_mpi_datatype<primerank::cluster::FixedSize<T>> : mpl::true_ {};
} // namespace boost::mpi

namespace primerank::cluster {

/// The ranks of MPI_COMM_WORLD: the one place that talks MPI. Exists once a process, from the
/// initialisation of MPI to its end; calls come from the thread that made it.
class MpiCommunicator {
  public:
    explicit MpiCommunicator(Threading threading = Threading::one);

    [[nodiscard]] int rank() const { return world_.rank(); }
    [[nodiscard]] int size() const { return world_.size(); }

    template <class T>
    T scatter(const std::vector<T>& parts) {
        std::vector<Wire<T>> wires;
        if (rank() == 0) {
            wires.reserve(parts.size());
            for (const T& part : parts) {
                wires.push_back(wire(part));
            }
        }
        Wire<T> mine{};
        boost::mpi::scatter(world_, wires, mine, 0);
        return unwire<T>(std::move(mine));
    }

    template <class T>
    std::vector<T> gather(const T& value) {
        std::vector<Wire<T>> wires;
        boost::mpi::gather(world_, wire(value), wires, 0);
        std::vector<T> values;
        values.reserve(wires.size());
        for (Wire<T>& each : wires) {
            values.push_back(unwire<T>(std::move(each)));
        }
        return values;
    }

    /// boost::mpi::reduce keeps the order of ranks because Combine is not declared commutative. It
    /// makes combiners of its own, so that they cannot have a state.
    template <class T, class Combine>
    T reduce(T value, Combine /*combine*/) {
        const Wire<T> mine = wire(std::move(value));
        Wire<T> result{};
        if (rank() == 0) {
            boost::mpi::reduce(world_, mine, result, CombineWires<T, Combine>{}, 0);
        } else {
            boost::mpi::reduce(world_, mine, CombineWires<T, Combine>{}, 0);
        }
        return unwire<T>(std::move(result));
    }

    /// Waiting inside a blocking collective burns a core that a worker thread or another rank could
    /// use; a barrier that is polled does not. What follows it then finds every rank ready.
    void await_all(const std::function<void()>& idle);

    static std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) {
        return open_mpi_file(path, lanes);
    }

    /// Name and version of the MPI library.
    static std::string library_version();

    /// Ends all ranks at once with this exit code; does not return.
    [[noreturn]] static void abort(int code);

  private:
    template <class T>
    using Wire = std::conditional_t<std::is_trivially_copyable_v<T>, FixedSize<T>, T>;

    template <class T>
    static Wire<T> wire(T value) {
        if constexpr (std::is_trivially_copyable_v<T>) {
            return FixedSize<T>{value};
        } else {
            return value;
        }
    }

    template <class T>
    static T unwire(Wire<T> wired) {
        if constexpr (std::is_trivially_copyable_v<T>) {
            return wired.value;
        } else {
            return wired;
        }
    }

    template <class T, class Combine>
    struct CombineWires {
        Wire<T> operator()(const Wire<T>& left, const Wire<T>& right) const {
            return wire<T>(Combine{}(unwire<T>(left), unwire<T>(right)));
        }
    };

    boost::mpi::environment environment_;
    boost::mpi::communicator world_;
};

} // namespace primerank::cluster
