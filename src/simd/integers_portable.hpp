#pragma once

#include "simd/prelude.hpp"

#include <array>
#include <cstring>

namespace primerank::simd {

/// Vectors of bits, and of 32-bit integers in the same place, in plain C++.
struct IntegersPortable {
    static constexpr std::size_t bytes = 16;

    using Bits = std::array<std::uint64_t, 2>;

    PRIMERANK_INLINE Bits ones() { return {~std::uint64_t{0}, ~std::uint64_t{0}}; }
    /// From and to any address.
    PRIMERANK_INLINE Bits load(const void* from) {
        Bits x;
        std::memcpy(&x, from, bytes);
        return x;
    }
    PRIMERANK_INLINE void store(void* to, Bits x) { std::memcpy(to, &x, bytes); }
    PRIMERANK_INLINE Bits bit_and(Bits a, Bits b) { return {a[0] & b[0], a[1] & b[1]}; }

    PRIMERANK_INLINE Bits add_32(Bits a, Bits b) {
        return each(a, b, [](std::uint32_t x, std::uint32_t y) { return x + y; });
    }
    /// x where it is below end, else x - period; all below 2^31.
    PRIMERANK_INLINE Bits wrapped_32(Bits x, Bits end, Bits period) {
        const Bits beyond = each(x, end, [](std::uint32_t a, std::uint32_t b) {
            return a < b ? std::uint32_t{0} : ~std::uint32_t{0};
        });
        return each(x, bit_and(beyond, period),
                    [](std::uint32_t a, std::uint32_t b) { return a - b; });
    }

  private:
    using Words = std::array<std::uint32_t, 4>;

    template <class Operation>
    PRIMERANK_INLINE Bits each(Bits a, Bits b, const Operation& operation) {
        Words x;
        Words y;
        std::memcpy(&x, &a, bytes);
        std::memcpy(&y, &b, bytes);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = operation(x[i], y[i]);
        }
        Bits result;
        std::memcpy(&result, &x, bytes);
        return result;
    }
};

} // namespace primerank::simd
