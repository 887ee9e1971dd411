#pragma once

#include "sieve/chunk_pool.hpp"
#include "sieve/emission.hpp"
#include "sieve/kernels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace primerank::sieve {

/// Sorts the composites of a window by the piece of the window they fall into, a power of 2 of
/// bytes. Of a composite its low 3 bytes are kept, which tell all within a piece; what these still
/// say of the piece is to be ignored. Buckets grow chunk by chunk.
class Buckets final : public CompositeSink {
  public:
    static constexpr std::size_t entry_bytes = 3;

    /// Buckets have room for so many more composites, before these are sorted.
    static constexpr std::size_t most_at_once = 1024;

    /// For composites in one notation.
    Buckets(const Kernels& kernels, ChunkPool& pool, Notation notation)
        : kernels_(&kernels), pool_(&pool), notation_(notation) {}

    [[nodiscard]] Notation notation() const { return notation_; }

    /// Empties all buckets, and has this many for the next window, each for 2^piece_shift bytes.
    void reset(std::size_t count, unsigned piece_shift) {
        clear();
        cursors_.assign(count, nullptr);
        ends_.assign(count, nullptr);
        chunks_.assign(count, nullptr);
        shift_ = piece_shift + byte_shift(notation_);
    }

    void clear() {
        for (std::size_t b = 0; b < chunks_.size(); ++b) {
            while (chunks_[b] != nullptr) {
                drop_chunk(b);
            }
        }
    }

    void take(const std::uint32_t* composites, std::size_t count) override {
        for (std::size_t i = 0; i < count; i += most_at_once) {
            const std::size_t some = std::min(most_at_once, count - i);
            reserve(0, chunks_.size(), some);
            kernels_->scatter(cursors_.data(), composites + i, some, shift_);
        }
    }

    /// Calls visit with each composite of a bucket, its 3 bytes the lower ones of 32 bits, and
    /// empties it.
    template <class Visit>
    void drain(std::size_t bucket, const Visit& visit) {
        if (chunks_[bucket] != nullptr) {
            close(bucket);
        }
        while (chunks_[bucket] != nullptr) {
            const Chunk* const chunk = chunks_[bucket];
            if (chunk->previous != nullptr) {
                for (std::size_t i = 0; i < 1024; i += 64) {
                    __builtin_prefetch(chunk->previous->bytes + i);
                }
            }
            visit_entries(chunk->bytes, chunk->used / entry_bytes, visit);
            drop_chunk(bucket);
        }
        cursors_[bucket] = nullptr;
        ends_[bucket] = nullptr;
    }

  private:
    template <class Visit>
    static void visit_entries(const std::uint8_t* entries, std::size_t count, const Visit& visit) {
        const auto visit_one = [&](std::size_t i) {
            std::uint32_t entry = 0;
            std::memcpy(&entry, entries + entry_bytes * i, sizeof entry);
            visit(entry);
        };
        std::size_t i = 0;
        for (; i + 16 <= count; i += 16) {
            __builtin_prefetch(entries + entry_bytes * i + 2048);
#pragma GCC unroll 16
            for (std::size_t k = 0; k < 16; ++k) {
                visit_one(i + k);
            }
        }
        for (; i < count; ++i) {
            visit_one(i);
        }
    }

    /// Takes the current chunk, which was filled last, from a bucket.
    void drop_chunk(std::size_t bucket) {
        Chunk* const chunk = chunks_[bucket];
        chunks_[bucket] = chunk->previous;
        pool_->give_back(chunk);
    }

    /// Notes how full the current chunk is.
    void close(std::size_t bucket) {
        Chunk* const chunk = chunks_[bucket];
        chunk->used = static_cast<std::size_t>(cursors_[bucket] - chunk->bytes);
    }

    /// Makes room for `count` more composites in each bucket of [first, end): they may all go to
    /// the same one. That wastes the end of a chunk, and saves a test for each.
    void reserve(std::size_t first, std::size_t end, std::size_t count) {
        const std::size_t bytes = count * entry_bytes;
        if (kernels_->all_have_room(cursors_.data() + first, ends_.data() + first, end - first,
                                    bytes)) {
            return;
        }
        for (std::size_t b = first; b < end; ++b) {
            if (static_cast<std::size_t>(ends_[b] - cursors_[b]) < bytes) {
                grow(b);
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
        __builtin_prefetch(chunk->bytes);
        __builtin_prefetch(chunk->bytes + 64);
    }

    const Kernels* kernels_;
    ChunkPool* pool_;
    Notation notation_;
    std::vector<std::uint8_t*> cursors_; ///< where the next entry of a bucket goes
    std::vector<std::uint8_t*> ends_;    ///< of its chunk
    std::vector<Chunk*> chunks_;
    unsigned shift_ = 0;
};

} // namespace primerank::sieve
