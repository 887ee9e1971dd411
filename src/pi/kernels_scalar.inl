// Plain C++ kernels, included inside an unnamed namespace by each source file that wants them
// compiled for its own instruction set and has a popcount of 64 bits.

inline std::uint64_t load_word(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// What the survivors of a word count, and those in its first bits when the others are shifted out.
template <class Signs>
inline std::int64_t count_word(Signs signs, std::uint64_t word) {
    return static_cast<std::int64_t>(popcount(word ^ signs.flips)) - Signs::flipped;
}

template <class Signs>
inline std::int64_t count_shifted(Signs signs, std::uint64_t word, unsigned shift) {
    return static_cast<std::int64_t>(popcount((word ^ signs.flips) << shift)
                                     - popcount(signs.flips << shift));
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

/// Up to a place, in the 64-bit word at a byte that is a multiple of 8.
template <class Signs>
inline std::int64_t count_in_word(Signs signs, const std::uint8_t* bitmap, std::uint64_t byte,
                                  Place place) {
    const auto bits = static_cast<unsigned>(8 * (place.byte - byte)) + place.bits;
    return bits == 0 ? 0 : count_shifted(signs, load_word(bitmap + byte), 64 - bits);
}

/// Up to a place, from the 64-bit word at a byte that is a multiple of 8 and at most 511 or so
/// before it.
template <class Signs>
inline std::int64_t count_from(Signs signs, const std::uint8_t* bitmap, std::uint64_t first_byte,
                               Place place) {
    std::int64_t sum = 0;
    std::uint64_t byte = first_byte;
    for (; byte + 8 <= place.byte; byte += 8) {
        sum += count_word(signs, load_word(bitmap + byte));
    }
    return sum + count_in_word(signs, bitmap, byte, place);
}

inline void to_prefix(GroupCounts& counts, std::size_t groups) {
    std::int64_t before = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        const std::int64_t here = counts[g];
        counts[g] = before;
        before += here;
    }
    counts[groups] = before;
}

/// The groups of a block, word by word. Instruction sets that have vectors have others like it.
struct Group {
    /// group = a AND b; returns what is left of it counts.
    template <class Signs>
    static std::int64_t and_both(Signs signs, std::uint8_t* group, const std::uint8_t* a,
                                 const std::uint8_t* b) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < group_bytes; i += 8) {
            const std::uint64_t word = load_word(a + i) & load_word(b + i);
            std::memcpy(group + i, &word, sizeof word);
            count += count_word(signs, word);
        }
        return count;
    }
};

/// A phase, a group further on in a pattern of that period.
inline std::uint32_t next_phase(std::uint32_t phase, std::uint32_t period) {
    phase += static_cast<std::uint32_t>(group_bytes) % period;
    return phase >= period ? phase - period : phase;
}

template <class Signs, class GroupOfSet = Group>
inline void lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                         std::uint32_t first_phase, Pattern second, std::uint32_t second_phase,
                         MinusPlaces minus, GroupCounts& counts) {
    const Signs signs(minus);
    for (std::size_t g = 0; g < groups; ++g) {
        counts[g] =
            GroupOfSet::and_both(signs, block + group_bytes * g, first.bytes + first_phase,
                                 second.bytes + second_phase);
        first_phase = next_phase(first_phase, first.period);
        second_phase = next_phase(second_phase, second.period);
    }
    to_prefix(counts, groups);
}

template <class Signs, class GroupOfSet = Group>
inline void and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                        std::uint32_t phase, MinusPlaces minus, GroupCounts& counts) {
    const Signs signs(minus);
    for (std::size_t g = 0; g < groups; ++g) {
        std::uint8_t* const group = block + group_bytes * g;
        counts[g] = GroupOfSet::and_both(signs, group, group, pattern.bytes + phase);
        phase = next_phase(phase, pattern.period);
    }
    to_prefix(counts, groups);
}

template <class Signs>
inline void count_groups(const std::uint8_t* block, std::size_t groups, MinusPlaces minus,
                         GroupCounts& counts) {
    const Signs signs(minus);
    for (std::size_t g = 0; g < groups; ++g) {
        counts[g] = count_from(signs, block, group_bytes * g, {group_bytes * (g + 1), 0});
    }
    to_prefix(counts, groups);
}

template <class Signs>
inline std::int64_t count_lines(const std::uint8_t* segment, std::size_t lines, MinusPlaces minus,
                                std::int16_t* counts) {
    const Signs signs(minus);
    std::int64_t total = 0;
    for (std::size_t line = 0; line < lines; ++line) {
        const std::int64_t n =
            count_from(signs, segment, line_bytes * line, {line_bytes * (line + 1), 0});
        counts[line] = static_cast<std::int16_t>(n);
        total += n;
    }
    return total;
}

inline void add_superlines(const std::int16_t* line_counts, std::size_t lines,
                           std::int32_t* before) {
    std::int32_t sum = 0;
    for (std::size_t s = 0; s < lines / superline_lines; ++s) {
        before[s] = sum;
        for (std::size_t i = 0; i < superline_lines; ++i) {
            sum += line_counts[superline_lines * s + i];
        }
    }
}

template <class Signs>
inline void build_ranks(const std::uint8_t* bitmap, std::size_t lines, MinusPlaces minus,
                        RankTable& ranks) {
    const Signs signs(minus);
    std::int32_t* const before = ranks.before.data();
    const std::size_t words = line_bytes / 8 * lines;
    std::int32_t sum = 0;
    const auto survivors = [bitmap, signs](std::size_t i) {
        return static_cast<std::int32_t>(count_word(signs, load_word(bitmap + 8 * i)));
    };
    for (std::size_t i = 0; i < words; i += 2) {
        const std::int32_t first = survivors(i);
        before[i] = sum;
        before[i + 1] = sum + first;
        sum += first + survivors(i + 1);
    }
    before[words] = sum;
    ranks.bitmap = bitmap;
    ranks.minus = minus;
}

inline std::size_t select_factors(const std::uint16_t* table, std::uint64_t first,
                                  std::uint64_t last, std::uint32_t least_index, MinusPlaces minus,
                                  std::uint16_t* values) {
    const std::uint64_t begin = (first + 1) / 120;
    const std::uint32_t least = least_index << 1;
    std::size_t n = 0;
    const auto select = [&](std::uint64_t turn, std::size_t place) {
        const std::uint16_t entry = table[32 * turn + place];
        const std::uint64_t offset = 120 * (turn - begin) + wheel_offsets[place];
        const unsigned plus = (entry ^ minus >> place) & 1U;
        values[n] = static_cast<std::uint16_t>(offset << 1 | plus);
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

/// m and the coefficient of its leaf.
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
        result.sum += leaf.sign * count(place);
        result.weight += leaf.sign;
    }
    return result;
}

template <class Signs>
struct CountByGroups {
    Signs signs;
    const std::uint8_t* block;
    const GroupCounts& counts;
    std::int64_t operator()(Place place) const {
        const std::uint64_t group = place.byte / group_bytes;
        return counts[group] + count_from(signs, block, group_bytes * group, place);
    }
};

template <class Signs>
struct CountByLines {
    Signs signs;
    const std::uint8_t* segment;
    const std::int16_t* line_counts;
    const std::int32_t* superlines;
    std::int64_t operator()(Place place) const {
        const std::uint64_t line = place.byte / line_bytes;
        std::int64_t sum = superlines[line / superline_lines];
        for (std::uint64_t i = line / superline_lines * superline_lines; i < line; ++i) {
            sum += line_counts[i];
        }
        return sum + count_from(signs, segment, line_bytes * line, place);
    }
};

template <class Signs>
struct CountByRanks {
    Signs signs;
    const RankTable& ranks;
    explicit CountByRanks(const RankTable& table) : signs(table.minus), ranks(table) {}
    std::int64_t operator()(Place place) const {
        const std::uint64_t word = place.byte / 8;
        return ranks.before[word] + count_in_word(signs, ranks.bitmap, 8 * word, place);
    }
};

template <class Signs>
inline std::int64_t survivors_up_to(const RankTable& ranks, std::uint64_t offset) {
    return CountByRanks<Signs>(ranks)(place_of(offset));
}

template <class Signs>
inline WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                    std::uint64_t low, MinusPlaces minus,
                                    const std::uint8_t* block, const GroupCounts& counts) {
    return sum_leaves(m, numerator, low, CountByGroups<Signs>{Signs(minus), block, counts});
}

template <class Signs>
inline WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, MinusPlaces minus,
                                   const std::uint8_t* segment, const std::int16_t* line_counts,
                                   const std::int32_t* superlines) {
    return sum_leaves(m, numerator, low,
                      CountByLines<Signs>{Signs(minus), segment, line_counts, superlines});
}

template <class Signs>
inline WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, std::uint64_t /*high*/,
                                   const RankTable& ranks) {
    return sum_leaves(m, numerator, low, CountByRanks<Signs>(ranks));
}
