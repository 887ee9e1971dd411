#pragma once

#include "pi/kernels.hpp"

#if PRIMERANK_X86

/// The members of Kernels for AVX-512, where they differ from plain C++.
namespace primerank::pi::avx512 {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

template <class Signs>
struct BitmapKernels {
    static void lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                             std::uint32_t first_phase, Pattern second, std::uint32_t second_phase,
                             MinusPlaces minus, GroupCounts& counts);
    static void and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                            std::uint32_t phase, MinusPlaces minus, GroupCounts& counts);
    static std::int64_t count_lines(const std::uint8_t* segment, std::size_t lines,
                                    MinusPlaces minus, std::int16_t* counts);
    static void build_ranks(const std::uint8_t* bitmap, std::size_t lines, MinusPlaces minus,
                            RankTable& ranks);
};
extern template struct BitmapKernels<Unsigned>;
extern template struct BitmapKernels<Signed>;

void add_superlines(const std::int16_t* line_counts, std::size_t lines, std::int32_t* before);

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values);

template <class Signs>
struct RankKernels {
    static std::int64_t survivors_up_to(const RankTable& ranks, std::uint64_t offset);
    static WeightedSum leaves(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                              std::uint64_t high, const RankTable& ranks);
    static std::int64_t by_inverses(uint128 numerator, const double* inverses, std::size_t n,
                                    std::uint64_t low, std::uint64_t high, const RankTable& ranks);
};
extern template struct RankKernels<Unsigned>;
extern template struct RankKernels<Signed>;

template <class Signs>
struct MaskKernels {
    static WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                        std::uint64_t low, MinusPlaces minus,
                                        const std::uint8_t* block, const GroupCounts& counts);
    static WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator,
                                       std::uint64_t low, MinusPlaces minus,
                                       const std::uint8_t* segment, const std::int16_t* line_counts,
                                       const std::int32_t* superlines);
};
extern template struct MaskKernels<Unsigned>;
extern template struct MaskKernels<Signed>;

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
