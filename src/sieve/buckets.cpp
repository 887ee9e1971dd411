#include "sieve/buckets.hpp"

#include <algorithm>

#if PRIMERANK_X86
#define PRIMERANK_PREFETCH_FEATURES "prfchw"
#endif

namespace primerank::sieve {

// The lines that entries go to are fetched for writing 128 bytes ahead: with hundreds of buckets,
// hardware prefetchers see no streams. Processors without PREFETCHW take it as a no-operation.
#if PRIMERANK_X86
PRIMERANK_TARGET_BEGIN("prfchw")
#endif

template <unsigned entry_bytes>
void Buckets<entry_bytes>::take_from(const std::uint32_t* positions, std::size_t count,
                                     std::uint32_t origin) {
    reserve(count);
    std::uint8_t** const cursors = cursors_.data();
    const unsigned shift = shift_;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t position = positions[i] - origin;
        std::uint8_t*& cursor = cursors[position >> shift];
        __builtin_prefetch(cursor + 128, 1);
        std::memcpy(cursor, &position, sizeof position);
        cursor += entry_bytes;
    }
}

#if PRIMERANK_X86
PRIMERANK_TARGET_END
#endif

template class Buckets<3>;
template class Buckets<4>;

} // namespace primerank::sieve
