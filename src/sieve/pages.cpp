#include "sieve/pages.hpp"

#include <cerrno>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace primerank::sieve {

void fetch_pages(void* memory, std::size_t bytes) noexcept {
    constexpr int populate_write = 23; // MADV_POPULATE_WRITE, Linux 5.14; not in older headers
    const int saved = errno;
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t first = (address + page - 1) / page * page;
    const std::uintptr_t end = (address + bytes) / page * page;
    if (first < end) {
        static_cast<void>(
            madvise(static_cast<char*>(memory) + (first - address), end - first, populate_write));
    }
    errno = saved;
}

} // namespace primerank::sieve
