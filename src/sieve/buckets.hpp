#pragma once

#include "sieve/chunk_pool.hpp"
#include "sieve/crossing.hpp"
#include "sieve/emission.hpp"
#include "sieve/kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// Sorts the positions of a window by the piece of the window they fall into: bucket b gets the
/// positions with position >> shift = b. A position takes entry_bytes, 3 or 4, its low bytes; a
/// piece is smaller than that. Buckets grow chunk by chunk.
template <std::size_t entry_bytes>
class Buckets final : public PositionSink {
  public:
    Buckets(const Kernels& kernels, ChunkPool& pool)
        : scatter_(entry_bytes == 3 ? kernels.scatter3 : kernels.scatter4), pool_(&pool) {}

    /// Empties all buckets, and has this many for the next window.
    void reset(std::size_t count, unsigned shift) {
        clear();
        cursors_.assign(count, nullptr);
        ends_.assign(count, nullptr);
        chunks_.assign(count, nullptr);
        shift_ = shift;
    }

    void clear() {
        for (std::size_t b = 0; b < chunks_.size(); ++b) {
            drain(b, [](const std::uint8_t*, std::size_t) {});
        }
    }

    void take(const std::uint32_t* positions, std::size_t count) override {
        take_from(positions, count, 0);
    }

    /// Takes positions that are counted from a place `origin` before this window.
    void take_from(const std::uint32_t* positions, std::size_t count, std::uint32_t origin) {
        reserve(count);
        scatter_(cursors_.data(), positions, count, origin, shift_);
    }

    /// Calls visit(entries, number of entries) for the parts of a bucket, and empties it.
    template <class Visit>
    void drain(std::size_t bucket, const Visit& visit) {
        if (chunks_[bucket] == nullptr) {
            return;
        }
        close(bucket);
        while (chunks_[bucket] != nullptr) {
            Chunk* const chunk = chunks_[bucket];
            if (chunk->previous != nullptr) {
                for (std::size_t i = 0; i < 1024; i += 64) {
                    __builtin_prefetch(chunk->previous->bytes + i);
                }
            }
            visit(chunk->bytes, chunk->used / entry_bytes);
            chunks_[bucket] = chunk->previous;
            pool_->give_back(chunk);
        }
        cursors_[bucket] = nullptr;
        ends_[bucket] = nullptr;
    }

  private:
    /// Notes how full the current chunk is.
    void close(std::size_t bucket) {
        Chunk* const chunk = chunks_[bucket];
        chunk->used = static_cast<std::size_t>(cursors_[bucket] - chunk->bytes);
    }

    /// Makes room for `count` more positions in every bucket: they may all go to the same one. That
    /// wastes the end of a chunk, and saves a test per position.
    void reserve(std::size_t count) {
        const auto bytes = static_cast<std::ptrdiff_t>(count * entry_bytes);
        std::ptrdiff_t signs = 0; // negative once a bucket is short of room
        for (std::size_t b = 0; b < chunks_.size(); ++b) {
            signs |= ends_[b] - cursors_[b] - bytes;
        }
        if (signs < 0) {
            for (std::size_t b = 0; b < chunks_.size(); ++b) {
                if (ends_[b] - cursors_[b] < bytes) {
                    grow(b);
                }
            }
        }
    }

    void grow(std::size_t bucket) {
        if (chunks_[bucket] != nullptr) {
            close(bucket);
        }
        Chunk* const chunk = pool_->take();
        chunk->previous = chunks_[bucket];
        chunks_[bucket] = chunk;
        cursors_[bucket] = chunk->bytes;
        ends_[bucket] = chunk->bytes + Chunk::capacity;
        prefetch_to_write(chunk->bytes);
        prefetch_to_write(chunk->bytes + 64);
    }

    Kernels::Scatter scatter_;
    ChunkPool* pool_;
    std::vector<std::uint8_t*> cursors_; ///< where the next entry of a bucket goes
    std::vector<std::uint8_t*> ends_;    ///< of its chunk
    std::vector<Chunk*> chunks_;
    unsigned shift_ = 0;
};

} // namespace primerank::sieve
