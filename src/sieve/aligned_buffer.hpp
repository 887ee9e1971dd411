#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace primerank::sieve {

/// An array of trivial values on a cache line border whose contents nobody initialises: fresh pages
/// come from the operating system when they are first written, and not before.
/// Throws std::bad_alloc.
template <class T>
class AlignedBuffer {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    static constexpr std::size_t alignment = 64;

    AlignedBuffer() = default;
    explicit AlignedBuffer(std::size_t size) { resize(size); }

    /// Makes room for `size` values; what was there before is lost unless it already fits.
    void resize(std::size_t size) {
        if (size > capacity_) {
            const std::size_t bytes = (size * sizeof(T) + alignment - 1) / alignment * alignment;
            memory_.reset(); // first, so that old and new are never held together
            capacity_ = 0;
            memory_.reset(static_cast<T*>(std::aligned_alloc(alignment, bytes)));
            if (memory_ == nullptr) {
                throw std::bad_alloc();
            }
            capacity_ = size;
        }
        size_ = size;
    }

    [[nodiscard]] T* data() { return memory_.get(); }
    [[nodiscard]] const T* data() const { return memory_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const { return capacity_ * sizeof(T); }
    [[nodiscard]] T& operator[](std::size_t i) { return memory_.get()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return memory_.get()[i]; }

  private:
    struct Free {
        void operator()(T* memory) const { std::free(memory); }
    };

    std::unique_ptr<T, Free> memory_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace primerank::sieve
