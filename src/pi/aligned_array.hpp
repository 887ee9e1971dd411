#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace primerank::pi {

/// Growable scratch memory of trivial elements, aligned to a page; its contents do not survive
/// growing.
template <class T>
class AlignedArray {
  public:
    /// Makes room for n elements. Throws std::bad_alloc.
    void reserve(std::size_t n) {
        if (n <= capacity_) {
            return;
        }
        constexpr std::size_t page = 4096;
        const std::size_t bytes = (n * sizeof(T) + page - 1) / page * page;
        memory_.reset(static_cast<T*>(std::aligned_alloc(page, bytes)));
        capacity_ = memory_ ? bytes / sizeof(T) : 0;
        if (!memory_) {
            throw std::bad_alloc();
        }
    }

    T* data() { return memory_.get(); }
    [[nodiscard]] const T* data() const { return memory_.get(); }

  private:
    struct Free {
        void operator()(T* memory) const { std::free(memory); }
    };
    std::unique_ptr<T, Free> memory_;
    std::size_t capacity_ = 0;
};

} // namespace primerank::pi
