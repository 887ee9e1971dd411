#pragma once

// Included for 64-bit Arm, where nothing has to be switched on; what the members do stands at
// IntegersPortable.

namespace primerank::simd {

struct IntegersNeon {
    static constexpr std::size_t bytes = 16;

    using Bits = uint32x4_t;

    PRIMERANK_INLINE Bits ones() { return vdupq_n_u32(~0U); }
    PRIMERANK_INLINE Bits load(const void* from) {
        return vreinterpretq_u32_u8(vld1q_u8(static_cast<const std::uint8_t*>(from)));
    }
    PRIMERANK_INLINE void store(void* to, Bits x) {
        vst1q_u8(static_cast<std::uint8_t*>(to), vreinterpretq_u8_u32(x));
    }
    PRIMERANK_INLINE Bits bit_and(Bits a, Bits b) { return vandq_u32(a, b); }

    PRIMERANK_INLINE Bits add_32(Bits a, Bits b) { return vaddq_u32(a, b); }
    PRIMERANK_INLINE Bits wrapped_32(Bits x, Bits end, Bits period) {
        return vsubq_u32(x, vandq_u32(vcgeq_u32(x, end), period));
    }
};

} // namespace primerank::simd
