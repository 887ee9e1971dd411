#pragma once

#include "pi/kernels.hpp"

#if PRIMERANK_X86

/// The members of Kernels for AVX-512, where they differ from plain C++.
namespace primerank::pi::avx512 {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

void lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first, std::uint32_t first_phase,
                  Pattern second, std::uint32_t second_phase, GroupCounts& counts);
void and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern, std::uint32_t phase,
                 GroupCounts& counts);
std::uint64_t count_lines(const std::uint8_t* segment, std::size_t lines, std::uint16_t* counts);
void add_superlines(const std::uint16_t* line_counts, std::size_t lines, std::uint32_t* before);
void build_ranks(const std::uint8_t* bitmap, std::size_t lines, RankTable& ranks);
std::uint64_t survivors_up_to(const RankTable& ranks, std::uint64_t offset);

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, std::uint16_t* values);
WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                             const std::uint8_t* block, const GroupCounts& counts);
WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            const std::uint8_t* segment, const std::uint16_t* line_counts,
                            const std::uint32_t* superlines);
WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            std::uint64_t high, const RankTable& ranks);

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
