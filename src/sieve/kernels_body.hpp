#pragma once

// The inner loops, as templates over a vector type V: Portable, Avx2 or Avx512. A file that
// includes this has switched on what V needs with PRIMERANK_TARGET_BEGIN, and has included
// kernels_prelude.hpp before, since nothing from outside may be compiled under that switch. V is
// part of all names, so that no linker takes one instruction set's code for another's.

#include "sieve/emit_multiple_kernel.hpp"
#include "sieve/emit_single_kernel.hpp"
#include "sieve/emit_single_local_kernel.hpp"
#include "sieve/line_medium_kernel.hpp"
#include "sieve/medium_kernel.hpp"
#include "sieve/merge_lines_kernel.hpp"
#include "sieve/presieve_kernel.hpp"
#include "sieve/scatter_kernel.hpp"

namespace primerank::sieve {

template <class V, Notation notation>
constexpr Kernels make_kernels() {
    Kernels kernels{};
    kernels.notation = notation;
    kernels.cycle_word_bits = notation == Notation::hit ? 8 : 32;
    kernels.line_small_limit = notation == Notation::hit ? 10'000 : 4000;
    constexpr const auto& tables = V::Wheel::tables;
    kernels.wheel_modulus = V::Wheel::modulus;
    kernels.wheel_distance = tables.distance.data();
    kernels.wheel_state = tables.state.data();
    for (std::size_t c = 0; c < 8; ++c) {
        kernels.wheel_spokes[c] = tables.spokes[c].data();
    }
    kernels.presieve = PresieveKernel<V>::run;
    kernels.cross_out_medium = MediumKernel<V, notation>::run;
    kernels.cross_out_line = LineMediumKernel<V, notation>::run;
    kernels.merge_lines = merge_lines<V>;
    kernels.emit_multiple = emit_multiple<V>;
    kernels.emit_single = emit_single<V>;
    kernels.emit_distant = emit_distant<V>;
    kernels.all_have_room = ScatterKernel<V>::all_have_room;
    kernels.scatter = ScatterKernel<V>::scatter;
    return kernels;
}

template <class V>
constexpr KernelsByNotation make_kernels() {
    return {make_kernels<V, Notation::position>(), make_kernels<V, Notation::hit>()};
}

} // namespace primerank::sieve
