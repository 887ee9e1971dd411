#pragma once

#include "campaign/piece_times.hpp"
#include "campaign/pieces.hpp"
#include "campaign/workload.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace primerank::campaign {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A chunk's result on one rank.
template <class Tally>
struct FinishedChunk {
    Tally tally;
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
template <Workload W>
class WorkerPool {
  public:
    using Tally = typename W::Tally;

    /// longest_piece: in cost units, about seconds. Shorter pieces balance threads better, longer
    /// ones set up less often.
    WorkerPool(const W& workload, int threads, double longest_piece)
        : workload_(workload), thread_count_(threads), longest_piece_(longest_piece) {}

    ~WorkerPool() {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
            drop_unbegun_pieces(0);
        }
        give_up_.request_stop();
        work_or_close_.notify_all();
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void submit(const Interval& chunk, ChunkKind kind = {}) {
        const double cost = chunk.empty() ? 0 : workload_.cost(chunk);
        if (threads_.empty() && cost > worth_threads) {
            start_threads();
        }
        Chunk pieces = cut(chunk, kind.last);
        pieces.audit = kind.audit;
        pieces.last = kind.last;
        {
            const std::lock_guard lock(mutex_);
            chunks_.push_back(std::move(pieces));
        }
        work_or_close_.notify_all();
    }

    /// The oldest chunk submitted, once it is finished; nothing when that takes longer than
    /// timeout. Rethrows what a worker threw.
    std::optional<FinishedChunk<Tally>> wait_for(std::chrono::milliseconds timeout) {
        if (threads_.empty()) {
            work_here();
        }
        std::unique_lock lock(mutex_);
        const bool ready = chunk_finished_.wait_for(
            lock, timeout, [this] { return failure_ || chunks_.front().finished(); });
        if (!ready) {
            return std::nullopt;
        }
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        Chunk chunk = std::move(chunks_.front());
        chunks_.pop_front();
        lock.unlock();
        return join(std::move(chunk));
    }

    /// Drops the pieces of all chunks but the oldest that no thread has begun; those chunks come
    /// back incomplete. The oldest can still end.
    void drop_later_chunks() {
        const std::lock_guard lock(mutex_);
        drop_unbegun_pieces(1);
    }

    /// Ends all work at once; every chunk that is not finished comes back incomplete.
    void give_up() {
        give_up_.request_stop();
        const std::lock_guard lock(mutex_);
        drop_unbegun_pieces(0);
        chunk_finished_.notify_all();
    }

  private:
    struct Piece {
        Interval interval;
        Tally tally;
        Clock::time_point begun_at{};
        bool done = false;
    };

    struct Chunk {
        std::vector<Piece> pieces;
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
        std::optional<typename W::Worker> usual;
        std::optional<typename W::Worker> auditor;
    };

    /// Seconds of work that threads are started for: on a machine where pages are dear, two of them
    /// with their workers take 4 ms to set up.
    static constexpr double worth_threads = 1e-2;

    void start_threads() {
        here_.usual.reset();
        here_.auditor.reset();
        threads_.reserve(static_cast<std::size_t>(thread_count_));
        for (int i = 0; i < thread_count_; ++i) {
            threads_.emplace_back([this] { run(); });
        }
    }

    Chunk cut(const Interval& chunk, bool last) const {
        const bool alone = threads_.empty();
        Pieces<W> pieces(workload_, alone ? 1 : thread_count_,
                         alone ? std::numeric_limits<double>::infinity() : longest_piece_);
        Chunk result;
        for (const Interval& piece : last ? pieces.of_last(chunk) : pieces.of(chunk)) {
            result.pieces.push_back({piece, Tally{}});
        }
        return result;
    }

    void run() {
        try {
            Workers mine;
            while (const Task task = next_task()) {
                work_on(task, mine);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_) {
                failure_ = std::current_exception();
            }
            closing_ = true;
            work_or_close_.notify_all();
            chunk_finished_.notify_all();
        }
    }

    struct Task {
        Chunk* chunk = nullptr;
        Piece* piece = nullptr;
        explicit operator bool() const { return piece != nullptr; }
    };

    void work_on(const Task& task, Workers& mine) {
        auto& worker = task.chunk->audit ? mine.auditor : mine.usual;
        if (!worker) {
            worker.emplace(task.chunk->audit ? workload_.make_auditor() : workload_.make_worker());
        }
        const auto start = Clock::now();
        task.piece->tally = workload_.work(task.piece->interval, *worker, give_up_.get_token());
        finish(task, seconds_since(start));
    }

    /// The oldest chunk, in the calling thread.
    void work_here() {
        while (!chunks_.front().finished()) {
            work_on(begin_piece(), here_);
        }
    }

    /// Blocks until there is a piece to work on; an empty task when the pool closes.
    Task next_task() {
        std::unique_lock lock(mutex_);
        for (;;) {
            if (closing_) {
                return {};
            }
            if (const Task task = begin_piece()) {
                return task;
            }
            work_or_close_.wait(lock);
        }
    }

    /// The first piece that nobody has begun, if there is one.
    Task begin_piece() {
        for (Chunk& chunk : chunks_) {
            if (chunk.begun < chunk.pieces.size()) {
                if (chunk.last) {
                    even_out_end(chunk);
                }
                Piece& piece = chunk.pieces[chunk.begun++];
                piece.begun_at = Clock::now();
                return {&chunk, &piece};
            }
        }
        return {};
    }

    /// Cuts the last pieces anew when there is one left for each thread or less: a thread that
    /// comes to them before the others gets more, but no wider a piece than the first of the chunk,
    /// which is the widest that memory is reckoned with.
    void even_out_end(Chunk& chunk) {
        const std::size_t left = chunk.pieces.size() - chunk.begun;
        if (left < 2 || left > threads_.size()) {
            return;
        }
        const Interval rest{chunk.pieces[chunk.begun].interval.start,
                            chunk.pieces.back().interval.stop};
        const double widest = static_cast<double>(chunk.pieces.front().interval.width())
                              / static_cast<double>(rest.width());
        const double share =
            std::min(widest, times_.share_of_first(workload_.cost(rest), left, seconds_to_come()));
        Pieces<W> pieces(workload_, thread_count_, longest_piece_);
        const std::vector<Interval> anew = pieces.of_rest(rest, share, left);
        chunk.pieces.resize(chunk.begun); // no more than before: tasks point to those begun
        for (const Interval& piece : anew) {
            chunk.pieces.push_back({piece, Tally{}});
        }
    }

    /// For each piece that is being worked on.
    [[nodiscard]] std::vector<double> seconds_to_come() const {
        std::vector<double> seconds;
        for (const Chunk& chunk : chunks_) {
            for (std::size_t i = 0; i < chunk.begun; ++i) {
                const Piece& piece = chunk.pieces[i];
                if (!piece.done) {
                    const double whole = times_.expected(workload_.cost(piece.interval));
                    seconds.push_back(std::max(0.0, whole - seconds_since(piece.begun_at)));
                }
            }
        }
        return seconds;
    }

    void finish(const Task& task, double seconds) {
        const std::lock_guard lock(mutex_);
        Chunk& chunk = *task.chunk;
        task.piece->done = true;
        if (!chunk.audit) {
            times_.add(workload_.cost(task.piece->interval), seconds);
        }
        chunk.busy_seconds += seconds;
        chunk.complete = chunk.complete && !give_up_.stop_requested();
        if (++chunk.done == chunk.pieces.size()) {
            chunk.finished_at = Clock::now();
            chunk_finished_.notify_all();
        }
    }

    void drop_unbegun_pieces(std::size_t first_chunk) {
        for (std::size_t i = first_chunk; i < chunks_.size(); ++i) {
            Chunk& chunk = chunks_[i];
            if (chunk.begun < chunk.pieces.size()) {
                chunk.complete = false;
                chunk.pieces.resize(chunk.begun);
            }
        }
    }

    FinishedChunk<Tally> join(Chunk chunk) const {
        FinishedChunk<Tally> result;
        for (const Piece& piece : chunk.pieces) {
            result.tally.combine(piece.tally);
        }
        result.complete = chunk.complete;
        result.busy_seconds = chunk.busy_seconds / thread_count_;
        result.finished_at = chunk.finished_at;
        return result;
    }

    const W& workload_;
    const int thread_count_;
    const double longest_piece_;
    std::mutex mutex_;
    std::condition_variable work_or_close_;
    std::condition_variable chunk_finished_;
    std::deque<Chunk>
        chunks_;       // a deque: references stay valid while chunks come and go at the ends
    PieceTimes times_; ///< but those of audits
    bool closing_ = false;
    std::stop_source give_up_;
    std::exception_ptr failure_;
    Workers here_; ///< of the calling thread, until threads are started
    std::vector<std::thread> threads_;
};

} // namespace primerank::campaign
