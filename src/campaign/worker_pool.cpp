#include "campaign/worker_pool.hpp"

#include "campaign/pieces.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace primerank::campaign {
namespace {

/// Seconds of work that threads are started for: on a machine where pages are dear, two of them
/// with their workers take 4 ms to set up.
constexpr double worth_threads = 1e-2;

} // namespace

WorkerPool::~WorkerPool() {
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

void WorkerPool::submit(const Interval& chunk, ChunkKind kind) {
    const double cost = chunk.empty() ? 0 : workload_.cost(chunk);
    if (threads_.empty() && cost > worth_threads) {
        start_threads();
    }
    Chunk pieces = cut(chunk, kind);
    {
        const std::lock_guard lock(mutex_);
        chunks_.push_back(std::move(pieces));
    }
    work_or_close_.notify_all();
}

std::optional<FinishedChunk> WorkerPool::wait_for(std::chrono::milliseconds timeout) {
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
    FinishedChunk result{chunk.tallies.take(), chunk.complete, chunk.busy_seconds / thread_count_,
                         chunk.finished_at};
    if (result.tally.holds_nothing()) {
        result.tally = workload_.tally_type().identity();
    }
    return result;
}

void WorkerPool::drop_later_chunks() {
    const std::lock_guard lock(mutex_);
    const auto oldest = std::find_if(chunks_.begin(), chunks_.end(),
                                     [](const Chunk& chunk) { return !chunk.audit; });
    if (oldest != chunks_.end()) {
        drop_unbegun_pieces(static_cast<std::size_t>(oldest - chunks_.begin()) + 1);
    }
}

void WorkerPool::give_up() {
    give_up_.request_stop();
    const std::lock_guard lock(mutex_);
    drop_unbegun_pieces(0);
    chunk_finished_.notify_all();
}

void WorkerPool::start_threads() {
    here_ = {};
    threads_.reserve(static_cast<std::size_t>(thread_count_));
    for (int i = 0; i < thread_count_; ++i) {
        try {
            threads_.emplace_back([this] { run(); });
        } catch (const std::system_error& error) {
            throw std::runtime_error("thread " + std::to_string(i + 1) + " of "
                                     + std::to_string(thread_count_)
                                     + " cannot be started: " + error.code().message());
        }
    }
}

WorkerPool::Chunk WorkerPool::cut(const Interval& chunk, ChunkKind kind) const {
    const bool alone = threads_.empty();
    Pieces pieces(workload_, alone ? 1 : thread_count_,
                  alone ? std::numeric_limits<double>::infinity() : longest_piece_);
    Chunk result;
    for (const Interval& piece : kind.last ? pieces.of_last(chunk) : pieces.of(chunk)) {
        result.pieces.push_back({piece});
    }
    result.audit = kind.audit;
    result.last = kind.last;
    return result;
}

void WorkerPool::run() {
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

void WorkerPool::work_on(const Task& task, Workers& mine) {
    auto& worker = task.chunk->audit ? mine.auditor : mine.usual;
    if (!worker) {
        worker = task.chunk->audit ? workload_.make_auditor() : workload_.make_worker();
    }
    Interval interval;
    {
        const std::lock_guard lock(mutex_); // even_out_end() may move the pieces
        interval = task.chunk->pieces[task.piece].interval;
    }
    const auto start = Clock::now();
    law::AnyTally tally = worker->work(interval, give_up_.get_token());
    finish(task, std::move(tally), seconds_since(start));
}

/// The oldest chunk, in the calling thread.
void WorkerPool::work_here() {
    while (!chunks_.front().finished()) {
        work_on(begin_piece(), here_);
    }
}

/// Blocks until there is a piece to work on; an empty task when the pool closes.
WorkerPool::Task WorkerPool::next_task() {
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
WorkerPool::Task WorkerPool::begin_piece() {
    for (Chunk& chunk : chunks_) {
        if (chunk.begun < chunk.pieces.size()) {
            if (chunk.last) {
                even_out_end(chunk);
            }
            Piece& piece = chunk.pieces[chunk.begun];
            piece.begun_at = Clock::now();
            piece.cost = workload_.cost(piece.interval);
            return {&chunk, chunk.begun++};
        }
    }
    return {};
}

/// Cuts the last pieces anew when there is one left for each thread or less: a thread that comes to
/// them before the others gets more, but no wider a piece than the first of the chunk, which is the
/// widest that memory is reckoned with.
void WorkerPool::even_out_end(Chunk& chunk) {
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
    Pieces pieces(workload_, thread_count_, longest_piece_);
    const std::vector<Interval> anew = pieces.of_rest(rest, share, left);
    chunk.pieces.resize(chunk.begun);
    for (const Interval& piece : anew) {
        chunk.pieces.push_back({piece});
    }
}

/// For each piece that is being worked on.
std::vector<double> WorkerPool::seconds_to_come() const {
    std::vector<double> seconds;
    for (const Chunk& chunk : chunks_) {
        for (std::size_t i = 0; i < chunk.begun; ++i) {
            const Piece& piece = chunk.pieces[i];
            if (!piece.done) {
                const double whole = times_.expected(piece.cost);
                seconds.push_back(std::max(0.0, whole - seconds_since(piece.begun_at)));
            }
        }
    }
    return seconds;
}

void WorkerPool::finish(const Task& task, law::AnyTally tally, double seconds) {
    std::unique_lock lock(mutex_);
    Chunk& chunk = *task.chunk;
    chunk.tallies.add(task.piece, std::move(tally), lock);
    Piece& piece = chunk.pieces[task.piece];
    piece.done = true;
    if (!chunk.audit) {
        times_.add(piece.cost, seconds);
    }
    chunk.busy_seconds += seconds;
    chunk.complete = chunk.complete && !give_up_.stop_requested();
    if (++chunk.done == chunk.pieces.size()) {
        chunk.finished_at = Clock::now();
        chunk_finished_.notify_all();
    }
}

void WorkerPool::drop_unbegun_pieces(std::size_t first_chunk) {
    for (std::size_t i = first_chunk; i < chunks_.size(); ++i) {
        Chunk& chunk = chunks_[i];
        if (chunk.begun < chunk.pieces.size()) {
            chunk.complete = false;
            chunk.pieces.resize(chunk.begun);
        }
    }
}

} // namespace primerank::campaign
