#pragma once

#include "campaign/clock.hpp"
#include "campaign/finished_pieces.hpp"
#include "campaign/piece_times.hpp"
#include "law/any_workload.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace primerank::campaign {

/// A chunk's result on one rank.
struct FinishedChunk {
    law::AnyTally tally;
    bool complete = true;    ///< false when pieces were dropped or given up
    double busy_seconds = 0; ///< averaged over the threads
    Clock::time_point finished_at;
};

/// What a chunk is beside its interval.
struct ChunkKind {
    bool audit = false; ///< to be done in another way than usual, if the workload has one
    bool last = false;  ///< threads will find no other when it ends
};

/// The threads of a rank. Chunks are queued in order, cut into pieces, worked on by whichever
/// thread is free, and handed back in order, each as one tally. Threads go on to the next chunk
/// while the last pieces of the one before are still being worked on.
///
/// Threads are started by the first chunk that is worth it. Until then whoever waits for a chunk
/// works on it: to start threads, each with a worker of its own, takes longer than a small
/// question.
class WorkerPool {
  public:
    /// longest_piece: in cost units, about seconds. Shorter pieces balance threads better, longer
    /// ones set up less often.
    WorkerPool(const law::AnyWorkload& workload, int threads, double longest_piece)
        : workload_(workload), thread_count_(threads), longest_piece_(longest_piece) {}
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Throws std::runtime_error when a thread cannot be started.
    void submit(const Interval& chunk, ChunkKind kind = {});

    /// The oldest chunk submitted, once it is finished; nothing when that takes longer than
    /// timeout. Rethrows what a worker threw.
    std::optional<FinishedChunk> wait_for(std::chrono::milliseconds timeout);

    /// Drops the pieces that no thread has begun of all chunks after the oldest that is no audit;
    /// those chunks come back incomplete. The round that the oldest belongs to can still end.
    void drop_later_chunks();

    /// Ends all work at once; every chunk that is not finished comes back incomplete.
    void give_up();

  private:
    struct Piece {
        Interval interval;
        double cost = 0; ///< once it is begun
        Clock::time_point begun_at{};
        bool done = false;
    };

    struct Chunk {
        std::vector<Piece> pieces;
        FinishedPieces tallies;
        std::size_t begun = 0;
        std::size_t done = 0;
        bool complete = true;
        bool audit = false;
        bool last = false;
        double busy_seconds = 0;
        Clock::time_point finished_at = Clock::now();

        [[nodiscard]] bool finished() const { return done == pieces.size(); }
    };

    /// One worker a thread, and another where it audits; made when first used.
    struct Workers {
        std::unique_ptr<law::AnyWorker> usual;
        std::unique_ptr<law::AnyWorker> auditor;
    };

    struct Task {
        Chunk* chunk = nullptr;
        std::size_t piece = 0;
        explicit operator bool() const { return chunk != nullptr; }
    };

    void start_threads();
    [[nodiscard]] Chunk cut(const Interval& chunk, ChunkKind kind) const;
    void run();
    void work_on(const Task& task, Workers& mine);
    void work_here();
    Task next_task();
    Task begin_piece();
    void even_out_end(Chunk& chunk);
    [[nodiscard]] std::vector<double> seconds_to_come() const;
    void finish(const Task& task, law::AnyTally tally, double seconds);
    void drop_unbegun_pieces(std::size_t first_chunk);

    const law::AnyWorkload& workload_;
    const int thread_count_;
    const double longest_piece_;
    std::mutex mutex_;
    std::condition_variable work_or_close_;
    std::condition_variable chunk_finished_;
    // A deque: references stay valid while chunks come and go at the ends.
    std::deque<Chunk> chunks_;
    PieceTimes times_; ///< but those of audits
    bool closing_ = false;
    std::stop_source give_up_;
    std::exception_ptr failure_;
    Workers here_; ///< of the calling thread, until threads are started
    std::vector<std::thread> threads_;
};

} // namespace primerank::campaign
