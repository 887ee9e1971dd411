#pragma once

#include "cluster/ranks.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace primerank::cluster {

/// What a rank's collective throws once another rank has failed: MPI would have ended the process.
class RankLost : public std::runtime_error {
  public:
    RankLost() : std::runtime_error("another rank is lost") {}
};

/// Ranks as threads of one process, so that layouts, late ranks and failures can be tried in plain
/// tests.
class ThreadedRanks final : public Ranks {
  public:
    /// Called by a rank before each collective with its rank and how many it has called before: may
    /// sleep, as a late rank does, or throw, as a failing one.
    using Mishap = std::function<void(int rank, int calls)>;

    /// Calls body(ranks) once a rank, each in a thread of its own, and returns when all have ended;
    /// then throws what the first rank to fail threw.
    static void run(int size, const std::function<void(Ranks&)>& body,
                    const Mishap& mishap = nullptr) {
        Shared shared(size, mishap);
        std::vector<std::thread> threads;
        for (int rank = 0; rank < size; ++rank) {
            threads.emplace_back([&shared, &body, rank] {
                ThreadedRanks ranks(shared, rank);
                try {
                    body(ranks);
                } catch (...) {
                    shared.fail(std::current_exception());
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        if (shared.failure) {
            std::rethrow_exception(shared.failure);
        }
    }

    [[nodiscard]] int rank() const override { return rank_; }
    [[nodiscard]] int size() const override { return shared_.size; }

    void scatter_bytes(std::span<const unsigned char> parts,
                       std::span<unsigned char> mine) override {
        std::vector<std::string> texts;
        for (std::size_t at = 0; rank_ == 0 && at < parts.size(); at += mine.size()) {
            texts.emplace_back(reinterpret_cast<const char*>(parts.data()) + at, mine.size());
        }
        const std::string text = scatter_text(texts);
        std::copy(text.begin(), text.end(), mine.begin());
    }

    std::vector<unsigned char> gather_bytes(std::span<const unsigned char> mine) override {
        std::vector<unsigned char> all;
        for (const std::string& text :
             gather_texts({reinterpret_cast<const char*>(mine.data()), mine.size()})) {
            all.insert(all.end(), text.begin(), text.end());
        }
        return all;
    }

    std::string scatter_text(const std::vector<std::string>& parts) override {
        begin();
        if (rank_ == 0) {
            shared_.slots = parts;
        }
        shared_.wait();
        std::string mine = shared_.slots.at(static_cast<std::size_t>(rank_));
        shared_.wait();
        return mine;
    }

    std::vector<std::string> gather_texts(const std::string& mine) override {
        begin();
        {
            const std::lock_guard lock(shared_.mutex);
            shared_.slots.resize(static_cast<std::size_t>(size()));
            shared_.slots[static_cast<std::size_t>(rank_)] = mine;
        }
        shared_.wait();
        std::vector<std::string> all;
        if (rank_ == 0) {
            all = shared_.slots;
        }
        shared_.wait();
        return all;
    }

    /// By a tree, as MPI does, so that combine is called in another bracketing than a plain fold.
    std::string reduce_text(std::string mine, const Combine& combine, bool fixed_size) override {
        std::vector<std::string> texts = gather_texts(mine);
        while (texts.size() > 1) {
            std::vector<std::string> halved;
            for (std::size_t i = 0; i < texts.size(); i += 2) {
                halved.push_back(i + 1 < texts.size() ? combine(texts[i], texts[i + 1]) : texts[i]);
                if (fixed_size && halved.back().size() != mine.size()) {
                    throw std::logic_error("a text of fixed size has changed its length");
                }
            }
            texts = std::move(halved);
        }
        return texts.empty() ? mine : texts.front();
    }

    void await_all(const std::function<void()>& idle) override {
        begin();
        idle();
        shared_.wait();
    }

    [[nodiscard]] std::string library_version() const override { return "threads"; }

    std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) override {
        return open_posix_file(path, lanes);
    }

  private:
    void end_all(int code) override {
        throw std::runtime_error("aborted with code " + std::to_string(code));
    }

    struct Shared {
        Shared(int size, Mishap mishap) : size(size), mishap(std::move(mishap)) {}

        void wait() {
            std::unique_lock lock(mutex);
            const std::size_t mine = round;
            if (++waiting == size) {
                waiting = 0;
                ++round;
                all_here.notify_all();
            }
            all_here.wait(lock, [&] { return round != mine || failure; });
            if (round == mine) {
                throw RankLost();
            }
        }

        void fail(std::exception_ptr reason) {
            const std::lock_guard lock(mutex);
            if (!failure) {
                failure = std::move(reason);
            }
            all_here.notify_all();
        }

        int size;
        Mishap mishap;
        std::vector<std::string> slots;
        std::mutex mutex;
        std::condition_variable all_here;
        int waiting = 0;
        std::size_t round = 0;
        std::exception_ptr failure;
    };

    ThreadedRanks(Shared& shared, int rank) : shared_(shared), rank_(rank) {}

    void begin() {
        if (shared_.mishap) {
            shared_.mishap(rank_, calls_);
        }
        ++calls_;
    }

    Shared& shared_;
    int rank_;
    int calls_ = 0;
};

} // namespace primerank::cluster
