// Plain C++ kernels, included inside an unnamed namespace by each source file that wants them
// compiled for its own instruction set and has a popcount of 64 bits.

inline std::uint64_t load_word(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// Where a number stands in a bitmap: its byte, and how many bits of that byte stand for numbers
/// up to it.
struct Place {
    std::uint64_t byte = 0;
    unsigned bits = 0;
};

inline Place place_of(std::uint64_t offset) {
    const std::uint64_t byte = offset / 30;
    return {byte, wheel_counts[offset - 30 * byte]};
}

/// Bits up to a place in the 64-bit word at a byte.
inline std::uint64_t count_in_word(const std::uint8_t* bitmap, std::uint64_t byte, Place place) {
    const auto bits = static_cast<unsigned>(8 * (place.byte - byte)) + place.bits;
    return bits == 0 ? 0 : popcount(load_word(bitmap + byte) << (64 - bits));
}

/// Bits up to a place, from the 64-bit word at a byte that is a multiple of 8 and at most 511 or so
/// before it.
inline std::uint64_t count_from(const std::uint8_t* bitmap, std::uint64_t first_byte, Place place) {
    std::uint64_t count = 0;
    std::uint64_t byte = first_byte;
    for (; byte + 8 <= place.byte; byte += 8) {
        count += popcount(load_word(bitmap + byte));
    }
    return count + count_in_word(bitmap, byte, place);
}

inline void to_prefix(GroupCounts& counts, std::size_t groups) {
    std::uint64_t before = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        const std::uint64_t here = counts[g];
        counts[g] = before;
        before += here;
    }
    counts[groups] = before;
}

inline void lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                         std::uint32_t first_phase, Pattern second, std::uint32_t second_phase,
                         GroupCounts& counts) {
    for (std::size_t g = 0; g < groups; ++g) {
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < group_bytes; i += 8) {
            const std::uint64_t word = load_word(first.bytes + first_phase + i)
                                       & load_word(second.bytes + second_phase + i);
            std::memcpy(block + group_bytes * g + i, &word, sizeof word);
            count += popcount(word);
        }
        counts[g] = count;
        first_phase = (first_phase + static_cast<std::uint32_t>(group_bytes)) % first.period;
        second_phase = (second_phase + static_cast<std::uint32_t>(group_bytes)) % second.period;
    }
    to_prefix(counts, groups);
}

inline void and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                        std::uint32_t phase, GroupCounts& counts) {
    for (std::size_t g = 0; g < groups; ++g) {
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < group_bytes; i += 8) {
            std::uint8_t* const at = block + group_bytes * g + i;
            const std::uint64_t word = load_word(at) & load_word(pattern.bytes + phase + i);
            std::memcpy(at, &word, sizeof word);
            count += popcount(word);
        }
        counts[g] = count;
        phase = (phase + static_cast<std::uint32_t>(group_bytes)) % pattern.period;
    }
    to_prefix(counts, groups);
}

inline void count_groups(const std::uint8_t* block, std::size_t groups, GroupCounts& counts) {
    for (std::size_t g = 0; g < groups; ++g) {
        counts[g] = count_from(block, group_bytes * g, {group_bytes * (g + 1), 0});
    }
    to_prefix(counts, groups);
}

inline std::uint64_t count_lines(const std::uint8_t* segment, std::size_t lines,
                                 std::uint16_t* counts) {
    std::uint64_t total = 0;
    for (std::size_t line = 0; line < lines; ++line) {
        const std::uint64_t n =
            count_from(segment, line_bytes * line, {line_bytes * (line + 1), 0});
        counts[line] = static_cast<std::uint16_t>(n);
        total += n;
    }
    return total;
}

inline void add_superlines(const std::uint16_t* line_counts, std::size_t lines,
                           std::uint32_t* before) {
    std::uint32_t sum = 0;
    for (std::size_t s = 0; s < lines / superline_lines; ++s) {
        before[s] = sum;
        for (std::size_t i = 0; i < superline_lines; ++i) {
            sum += line_counts[superline_lines * s + i];
        }
    }
}

inline void build_ranks(const std::uint8_t* bitmap, std::size_t lines, RankTable& ranks) {
    std::uint32_t* const before = ranks.before.data();
    const std::size_t words = line_bytes / 8 * lines;
    std::uint32_t count = 0;
    const auto survivors = [bitmap](std::size_t i) {
        return static_cast<std::uint32_t>(popcount(load_word(bitmap + 8 * i)));
    };
    for (std::size_t i = 0; i < words; i += 2) {
        const std::uint32_t first = survivors(i);
        before[i] = count;
        before[i + 1] = count + first;
        count += first + survivors(i + 1);
    }
    before[words] = count;
    ranks.bitmap = bitmap;
}

inline std::size_t select_factors(const std::uint16_t* table, std::uint64_t first,
                                  std::uint64_t last, std::uint32_t least_index,
                                  std::uint16_t* values) {
    const std::uint64_t begin = (first + 1) / 120;
    const std::uint32_t least = least_index << 1;
    std::size_t n = 0;
    const auto select = [&](std::uint64_t turn, std::size_t place) {
        const std::uint16_t entry = table[32 * turn + place];
        const std::uint64_t offset = 120 * (turn - begin) + wheel_offsets[place];
        values[n] = static_cast<std::uint16_t>(offset << 1 | (entry & 1U));
        n += entry >= least ? 1 : 0;
    };
    const auto select_at_an_end = [&](std::uint64_t turn) {
        for (std::size_t place = 0; place < 32; ++place) {
            const std::uint64_t m = 120 * turn + wheel_offsets[place];
            if (m > first && m <= last) {
                select(turn, place);
            }
        }
    };
    select_at_an_end(begin);
    for (std::uint64_t turn = begin + 1; turn < last / 120; ++turn) {
        for (std::size_t place = 0; place < 32; ++place) {
            select(turn, place);
        }
    }
    if (begin < last / 120) {
        select_at_an_end(last / 120);
    }
    return n;
}

/// m and the sign of its leaf.
struct Leaf {
    std::uint64_t m = 0;
    std::int64_t sign = 0;
};

inline Leaf leaf_at(const Candidates& candidates, std::size_t i) {
    if (candidates.composites == nullptr) {
        return {candidates.base + candidates.primes[i], 1};
    }
    const unsigned value = candidates.composites[i];
    return {candidates.base + (value >> 1), static_cast<std::int64_t>(value & 1) * 2 - 1};
}

template <class Count>
inline WeightedSum sum_leaves(const Candidates& candidates, const Numerator& numerator,
                              std::uint64_t low, const Count& count) {
    WeightedSum result;
    for (std::size_t i = 0; i < candidates.size; ++i) {
        const Leaf leaf = leaf_at(candidates, i);
        const Place place = place_of(quotient(numerator, leaf.m) - low);
        result.sum += leaf.sign * static_cast<std::int64_t>(count(place));
        result.weight += leaf.sign;
    }
    return result;
}

struct CountByGroups {
    const std::uint8_t* block;
    const GroupCounts& counts;
    std::uint64_t operator()(Place place) const {
        const std::uint64_t group = place.byte / group_bytes;
        return counts[group] + count_from(block, group_bytes * group, place);
    }
};

struct CountByLines {
    const std::uint8_t* segment;
    const std::uint16_t* line_counts;
    const std::uint32_t* superlines;
    std::uint64_t operator()(Place place) const {
        const std::uint64_t line = place.byte / line_bytes;
        std::uint64_t count = superlines[line / superline_lines];
        for (std::uint64_t i = line / superline_lines * superline_lines; i < line; ++i) {
            count += line_counts[i];
        }
        return count + count_from(segment, line_bytes * line, place);
    }
};

struct CountByRanks {
    const RankTable& ranks;
    std::uint64_t operator()(Place place) const {
        const std::uint64_t word = place.byte / 8;
        return ranks.before[word] + count_in_word(ranks.bitmap, 8 * word, place);
    }
};

inline std::uint64_t survivors_up_to(const RankTable& ranks, std::uint64_t offset) {
    return CountByRanks{ranks}(place_of(offset));
}

inline WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                    std::uint64_t low, const std::uint8_t* block,
                                    const GroupCounts& counts) {
    return sum_leaves(m, numerator, low, CountByGroups{block, counts});
}

inline WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, const std::uint8_t* segment,
                                   const std::uint16_t* line_counts,
                                   const std::uint32_t* superlines) {
    return sum_leaves(m, numerator, low, CountByLines{segment, line_counts, superlines});
}

inline WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, std::uint64_t /*high*/,
                                   const RankTable& ranks) {
    return sum_leaves(m, numerator, low, CountByRanks{ranks});
}
