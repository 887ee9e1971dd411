#pragma once

#include "list/tally.hpp"

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

    /// Where the next cell goes; then tell append() how long it came out, and what it lists.
    [[nodiscard]] std::uint8_t* end() { return memory_.get() + used_; }
    void append(std::size_t size, const ListTally& listed) {
        used_ += size;
        tally_.combine(listed);
    }

    /// Of the numbers in its cells.
    [[nodiscard]] const ListTally& tally() const { return tally_; }

    void clear() {
        used_ = 0;
        tally_ = {};
    }

  private:
    struct Free {
        void operator()(std::uint8_t* memory) const { std::free(memory); }
    };
    std::unique_ptr<std::uint8_t, Free> memory_;
    std::size_t used_ = 0;
    ListTally tally_;
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
