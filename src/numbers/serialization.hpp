#pragma once

#include "numbers/uint128.hpp"

namespace primerank {

/// Reads or writes a 128-bit integer through an archive in the style of Boost.Serialization,
/// which knows 64 bits at most: the high half first.
template <class Archive, class Wide>
void serialize_wide(Archive& archive, Wide& value) {
    static_assert(sizeof(Wide) == 16);
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    if constexpr (Archive::is_saving::value) {
        high = static_cast<std::uint64_t>(static_cast<uint128>(value) >> 64);
        low = static_cast<std::uint64_t>(value);
    }
    archive& high;
    archive& low;
    if constexpr (Archive::is_loading::value) {
        value = static_cast<Wide>(uint128{high} << 64 | low);
    }
}

} // namespace primerank
