#pragma once

#include "sieve/aligned_buffer.hpp"

#include <cstddef>

namespace primerank::sieve {

/// Asks the operating system for all pages of fresh memory at once, which takes half the time of
/// their coming one by one as they are first written. Only a hint: where it cannot be had, they do
/// come one by one.
void fetch_pages(void* memory, std::size_t bytes) noexcept;

/// Makes room for `size` values, and fetches all pages of what memory that takes anew.
/// Throws std::bad_alloc.
template <class T>
void resize_and_fetch(AlignedBuffer<T>& buffer, std::size_t size) {
    const std::size_t before = buffer.memory();
    buffer.resize(size);
    if (buffer.memory() > before) {
        fetch_pages(buffer.data(), buffer.memory());
    }
}

} // namespace primerank::sieve
