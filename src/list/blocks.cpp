#include "list/blocks.hpp"

#include <iterator>
#include <new>
#include <sys/mman.h>
#include <utility>

namespace primerank::list {

Block::Block() : memory_(static_cast<std::uint8_t*>(std::aligned_alloc(capacity, capacity))) {
    if (memory_ == nullptr) {
        throw std::bad_alloc();
    }
    madvise(memory_.get(), capacity, MADV_HUGEPAGE); // a hint: one page fault instead of 512
}

Block BlockPool::take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
        return {};
    }
    Block block = std::move(free_.back());
    free_.pop_back();
    block.clear();
    return block;
}

void BlockPool::give(std::vector<Block> blocks) {
    const std::lock_guard lock(mutex_);
    std::move(blocks.begin(), blocks.end(), std::back_inserter(free_));
}

} // namespace primerank::list
