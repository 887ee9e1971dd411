#pragma once

// Included by the kernels_*.cpp, each with vectors V of simd/ and its features switched on.

namespace primerank::constellations {

template <class V, std::size_t units>
[[gnu::always_inline]] inline void
intersect_units(std::uint8_t* block, bool fresh, const std::uint8_t* tapes,
                const std::uint32_t* positions, std::size_t count) {
    constexpr std::size_t vectors = units * unit_bytes / V::bytes;
    typename V::Bits bits[vectors];
#pragma GCC unroll 16
    for (std::size_t v = 0; v < vectors; ++v) {
        bits[v] = fresh ? V::ones() : V::load(block + v * V::bytes);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* const tape = tapes + positions[i];
#pragma GCC unroll 16
        for (std::size_t v = 0; v < vectors; ++v) {
            bits[v] = V::bit_and(bits[v], V::load(tape + v * V::bytes));
        }
    }
#pragma GCC unroll 16
    for (std::size_t v = 0; v < vectors; ++v) {
        V::store(block + v * V::bytes, bits[v]);
    }
}

template <class V>
[[gnu::always_inline]] inline void step_from(std::uint32_t* to, const std::uint32_t* from,
                                             const TapePositions& at) {
    for (std::size_t i = 0; i < at.count; i += V::bytes / sizeof(std::uint32_t)) {
        const auto moved = V::add_32(V::load(from + i), V::load(at.distances + i));
        V::store(to + i, V::wrapped_32(moved, V::load(at.ends + i), V::load(at.periods + i)));
    }
}

template <class V>
void step(const TapePositions& at) {
    step_from<V>(at.positions, at.positions, at);
}

template <class V>
void intersect(std::uint8_t* line, std::size_t bytes, bool fresh, const std::uint8_t* tapes,
               const TapePositions& at) {
    std::size_t done = 0;
    std::uint32_t* here = at.positions;
    std::uint32_t* next = at.scratch;
    for (; done + block_bytes <= bytes; done += block_bytes) {
        // First, so that nothing is read that has just been written.
        step_from<V>(next, here, at);
        intersect_units<V, block_bytes / unit_bytes>(line + done, fresh, tapes, here, at.count);
        std::swap(here, next);
    }
    static_assert(block_bytes == 4 * unit_bytes);
    switch ((bytes - done) / unit_bytes) {
    case 1:
        return intersect_units<V, 1>(line + done, fresh, tapes, here, at.count);
    case 2:
        return intersect_units<V, 2>(line + done, fresh, tapes, here, at.count);
    case 3:
        return intersect_units<V, 3>(line + done, fresh, tapes, here, at.count);
    default:
        if (here != at.positions) {
            std::copy_n(here, at.count, at.positions);
        }
    }
}

template <class V>
std::size_t survivors(std::uint64_t* to, const std::uint64_t* words, std::size_t count,
                      std::uint64_t n, std::uint64_t modulus, std::uint32_t* room) {
    std::size_t filled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        room[filled] = static_cast<std::uint32_t>(i);
        filled += words[i] != 0 ? 1 : 0;
    }
    std::uint64_t* out = to;
    for (std::size_t i = 0; i < filled; ++i) {
        std::uint64_t word = words[room[i]];
        const std::uint64_t first = n + modulus * 64 * room[i];
        const auto next = [&] {
            const std::uint64_t survivor =
                first + modulus * static_cast<unsigned>(std::countr_zero(word));
            word &= word - 1;
            return survivor;
        };
        // One or two are usual: both are written, and a branch is for more.
        std::uint64_t* more = out;
        out += std::popcount(word);
        *more++ = next();
        *more++ = next();
        while (more < out) {
            *more++ = next();
        }
    }
    return static_cast<std::size_t>(out - to);
}

template <class V>
constexpr Kernels make_kernels() {
    return {intersect<V>, step<V>, survivors<V>};
}

} // namespace primerank::constellations
