#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/pages.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// A piece of a bucket: positions as bytes, and the chunk that was filled before it.
struct Chunk {
    static constexpr std::size_t capacity = std::size_t{32} * 1024;

    Chunk* previous;
    std::size_t used; ///< bytes
    alignas(64) std::uint8_t bytes[capacity];
    std::uint8_t padding[128]; ///< bytes behind the last entry may be read and written; and
                               ///< an odd number of cache lines keeps chunks that fill at the same
                               ///< pace from meeting in the same sets of the cache
};
static_assert(sizeof(Chunk) / 64 % 2 == 1);

/// Chunks for the buckets of one thread: as many as they ask for, used again and again.
class ChunkPool {
  public:
    /// Throws std::bad_alloc.
    Chunk* take() {
        Chunk* chunk = free_;
        if (chunk != nullptr) {
            free_ = chunk->previous;
        } else {
            if (fresh_ == slab_chunks) {
                slabs_.emplace_back(slab_chunks);
                fresh_ = 0;
            }
            chunk = slabs_.back().data() + fresh_++;
            if (fresh_ % fetched_chunks == 1) {
                fetch_pages(chunk, fetched_chunks * sizeof(Chunk));
            }
        }
        chunk->previous = nullptr;
        chunk->used = 0;
        return chunk;
    }

    void give_back(Chunk* chunk) {
        chunk->previous = free_;
        free_ = chunk;
    }

    /// Bytes of all chunks that were ever taken.
    [[nodiscard]] std::size_t memory() const {
        return (slabs_.size() * slab_chunks - (slab_chunks - fresh_)) * sizeof(Chunk);
    }

  private:
    static constexpr std::size_t slab_chunks = 32;   // 1 MB
    static constexpr std::size_t fetched_chunks = 8; ///< whose pages come at once
    static_assert(slab_chunks % fetched_chunks == 0);

    std::vector<AlignedBuffer<Chunk>> slabs_;
    std::size_t fresh_ = slab_chunks;
    Chunk* free_ = nullptr;
};

} // namespace primerank::sieve
