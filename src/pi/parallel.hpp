#pragma once

#include "numbers/joined_threads.hpp"
#include "pi/builders.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/pages.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <vector>

namespace primerank::pi {

/// Calls work(first, last) for as many adjacent parts of [0, n) at the same time and waits for
/// all of them. An exception of any part is thrown again here, and std::runtime_error where a
/// thread cannot be started. Used for the tables alone.
template <class Work>
void in_parallel(std::uint64_t n, const Builders& builders, const Work& work) {
    const unsigned threads = builders.threads();
    if (threads <= 1) {
        work(std::uint64_t{0}, n);
        return;
    }
    std::vector<std::exception_ptr> failures(threads);
    JoinedThreads workers(threads);
    for (unsigned i = 0; i < threads; ++i) {
        workers.start([&, i] {
            try {
                work(n / threads * i, i + 1 == threads ? n : n / threads * (i + 1));
            } catch (...) {
                failures[i] = std::current_exception();
            }
        });
    }
    workers.join();
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

/// A buffer whose pages all threads have fetched, each its part: for tables of megabytes that takes
/// longer than some of them take to be filled.
template <class T>
sieve::AlignedBuffer<T> fetched_buffer(std::size_t size, const Builders& builders) {
    sieve::AlignedBuffer<T> buffer(size);
    in_parallel(size, builders, [&](std::uint64_t first, std::uint64_t last) {
        sieve::fetch_pages(buffer.data() + first, (last - first) * sizeof(T));
    });
    return buffer;
}

} // namespace primerank::pi
