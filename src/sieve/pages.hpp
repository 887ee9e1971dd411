#pragma once

#include <cstddef>

namespace primerank::sieve {

/// Asks the operating system for all pages of fresh memory at once, which takes half the time of
/// their coming one by one as they are first written. Only a hint: where it cannot be had, they do
/// come one by one.
void fetch_pages(void* memory, std::size_t bytes) noexcept;

} // namespace primerank::sieve
