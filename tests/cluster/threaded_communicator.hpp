#pragma once

#include "cluster/shared_file.hpp"

#include <any>
#include <barrier>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace primerank::cluster {

/// Ranks as threads of one process: the collectives of Communicator without MPI, so that layouts,
/// late ranks and failures can be tried in plain tests.
class ThreadedCommunicator {
  public:
    /// Calls body(communicator) once a rank, each in a thread of its own, and returns when all have
    /// returned. A body that throws would leave the others waiting: it must not.
    static void run(int size, const std::function<void(ThreadedCommunicator&)>& body) {
        Shared shared(size);
        std::vector<std::thread> threads;
        for (int rank = 0; rank < size; ++rank) {
            threads.emplace_back([&shared, &body, rank] {
                ThreadedCommunicator communicator(shared, rank);
                body(communicator);
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

    [[nodiscard]] int rank() const { return rank_; }
    [[nodiscard]] int size() const { return shared_.size; }

    template <class T>
    T scatter(const std::vector<T>& parts) {
        if (rank_ == 0) {
            for (std::size_t i = 0; i < parts.size(); ++i) {
                shared_.slots[i] = parts[i];
            }
        }
        wait();
        T mine = std::any_cast<T>(shared_.slots[index()]);
        wait();
        return mine;
    }

    template <class T>
    std::vector<T> gather(const T& value) {
        shared_.slots[index()] = value;
        wait();
        std::vector<T> values;
        if (rank_ == 0) {
            for (const std::any& slot : shared_.slots) {
                values.push_back(std::any_cast<T>(slot));
            }
        }
        wait();
        return values;
    }

    /// By a tree, as MPI does, so that combine is called in another bracketing than a plain fold.
    template <class T, class Combine>
    T reduce(T value, Combine combine) {
        std::vector<T> values = gather(value);
        while (values.size() > 1) {
            std::vector<T> halved;
            for (std::size_t i = 0; i < values.size(); i += 2) {
                halved.push_back(i + 1 < values.size() ? combine(values[i], values[i + 1])
                                                       : values[i]);
            }
            values = std::move(halved);
        }
        return values.empty() ? value : values.front();
    }

    void await_all(const std::function<void()>& idle) {
        idle();
        wait();
    }

    static std::string library_version() { return "threads"; }

    static std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) {
        return open_posix_file(path, lanes);
    }

  private:
    struct Shared {
        explicit Shared(int size)
            : size(size), slots(static_cast<std::size_t>(size)), barrier(size) {}
        int size;
        std::vector<std::any> slots;
        std::barrier<> barrier;
    };

    ThreadedCommunicator(Shared& shared, int rank) : shared_(shared), rank_(rank) {}

    [[nodiscard]] std::size_t index() const { return static_cast<std::size_t>(rank_); }
    void wait() { shared_.barrier.arrive_and_wait(); }

    Shared& shared_;
    int rank_;
};

} // namespace primerank::cluster
