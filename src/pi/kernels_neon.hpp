#pragma once

#include "pi/kernels.hpp"

#if PRIMERANK_NEON

/// The members of Kernels that NEON has of its own.
namespace primerank::pi::neon {

template <class Signs>
struct BitmapKernels {
    static void lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                             std::uint32_t first_phase, Pattern second, std::uint32_t second_phase,
                             MinusPlaces minus, GroupCounts& counts);
    static void and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                            std::uint32_t phase, MinusPlaces minus, GroupCounts& counts);
    static void count_groups(const std::uint8_t* block, std::size_t groups, MinusPlaces minus,
                             GroupCounts& counts);
    static std::int64_t count_lines(const std::uint8_t* segment, std::size_t lines,
                                    MinusPlaces minus, std::int16_t* counts);
    static void build_ranks(const std::uint8_t* bitmap, std::size_t lines, MinusPlaces minus,
                            RankTable& ranks);
    static WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                        std::uint64_t low, MinusPlaces minus,
                                        const std::uint8_t* block, const GroupCounts& counts);
};
extern template struct BitmapKernels<Unsigned>;
extern template struct BitmapKernels<Signed>;

template <class Signs>
struct LeafKernels {
    static WeightedSum by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                std::uint64_t high, const RankTable& ranks);
    static std::int64_t by_inverses(uint128 numerator, const double* inverses, std::size_t n,
                                    std::uint64_t low, std::uint64_t high, const RankTable& ranks);
};
extern template struct LeafKernels<Unsigned>;
extern template struct LeafKernels<Signed>;

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values);

std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n, const SliceTable& slice);

} // namespace primerank::pi::neon

#endif
