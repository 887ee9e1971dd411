#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace primerank::list {

/// A stretch of memory that holds whole cells (see cell.hpp), one after another.
class Block {
  public:
    static constexpr std::size_t capacity = std::size_t{2} << 20;

    /// Throws std::bad_alloc.
    Block();

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {memory_.get(), used_}; }
    [[nodiscard]] std::size_t room() const { return capacity - used_; }

    /// Where the next cell goes; then tell append() how long it came out, here and in the list.
    [[nodiscard]] std::uint8_t* end() { return memory_.get() + used_; }
    void append(std::size_t size, std::uint64_t listed_bytes) {
        used_ += size;
        listed_bytes_ += listed_bytes;
    }

    /// Bytes that its cells take in the format of the list.
    [[nodiscard]] std::uint64_t listed_bytes() const { return listed_bytes_; }

    void clear() { used_ = listed_bytes_ = 0; }

  private:
    struct Free {
        void operator()(std::uint8_t* memory) const { std::free(memory); }
    };
    std::unique_ptr<std::uint8_t, Free> memory_;
    std::size_t used_ = 0;
    std::uint64_t listed_bytes_ = 0;
};

/// Blocks to use again: pages that the system has handed out already cost nothing to write to.
class BlockPool {
  public:
    Block take();
    void give(std::vector<Block> blocks);

  private:
    std::mutex mutex_;
    std::vector<Block> free_;
};

} // namespace primerank::list
