#include "tally/race.hpp"

#include "tally/residues.hpp"
#include "tally/segment_bits.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace primerank::tally {
namespace {

[[gnu::always_inline]] inline std::int64_t count_of(std::uint64_t bits) {
    return static_cast<std::int64_t>(std::popcount(bits));
}

void step(RaceRange& range, int sign) {
    range.delta += sign;
    range.min = std::min(range.min, range.delta);
    range.max = std::max(range.max, range.delta);
}

/// Follows the difference bit by bit.
void walk(RaceRange& range, std::uint64_t ahead, std::uint64_t behind) {
    for (std::uint64_t bits = ahead | behind; bits != 0; bits &= bits - 1) {
        step(range, (ahead & bits & -bits) != 0 ? 1 : -1);
    }
}

/// Within a word the difference stays between delta - (primes behind) and delta + (primes ahead).
/// When that range is inside [min, max], as for nearly all words of a long race, its end matters
/// alone.
[[gnu::always_inline]] inline void follow(RaceRange& range, const sieve::Segment& segment,
                                          std::uint64_t modulus, const ResidueMask& ahead_mask,
                                          const ResidueMask& behind_mask) {
    WordRemainders remainders(segment, modulus);
    for (std::size_t i = 0; i < word_count(segment); ++i, remainders.next()) {
        const std::uint64_t bits = word(segment, i);
        const std::uint64_t ahead = bits & ahead_mask[remainders.current()];
        const std::uint64_t behind = bits & behind_mask[remainders.current()];
        const std::int64_t rise = count_of(ahead);
        const std::int64_t fall = count_of(behind);
        if (range.delta - fall >= range.min && range.delta + rise <= range.max) {
            range.delta += rise - fall;
        } else {
            walk(range, ahead, behind);
        }
    }
}

void follow_portable(RaceRange& range, const sieve::Segment& segment, std::uint64_t modulus,
                     const ResidueMask& ahead, const ResidueMask& behind) {
    follow(range, segment, modulus, ahead, behind);
}

#if PRIMERANK_X86
// The same loop with the POPCNT instruction.
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
void follow_avx2(RaceRange& range, const sieve::Segment& segment, std::uint64_t modulus,
                 const ResidueMask& ahead, const ResidueMask& behind) {
    follow(range, segment, modulus, ahead, behind);
}
PRIMERANK_TARGET_END
#endif

std::int64_t sign_of(std::int64_t n) {
    return (n > 0) - (n < 0);
}

} // namespace

Race Race::of_classes(std::uint64_t modulus, std::uint64_t ahead, std::uint64_t behind) {
    checked_modulus(modulus);
    if (ahead >= modulus || behind >= modulus || ahead == behind) {
        throw std::invalid_argument(
            "A race mod " + std::to_string(modulus) + " needs two different classes below it, not "
            + std::to_string(ahead) + " and " + std::to_string(behind) + ".");
    }
    std::vector<std::int8_t> signs(modulus, 0);
    signs[ahead] = 1;
    signs[behind] = -1;
    return {modulus, std::move(signs)};
}

Race Race::of_nonresidues(std::uint64_t modulus) {
    checked_modulus(modulus);
    std::vector<std::int8_t> signs(modulus, 0);
    for (std::uint64_t n = 0; n < modulus; ++n) {
        signs[n] = std::gcd(n, modulus) == 1 ? 1 : 0;
    }
    for (std::uint64_t n = 0; n < modulus; ++n) {
        const std::uint64_t square = n * n % modulus;
        signs[square] = signs[square] == 0 ? std::int8_t{0} : std::int8_t{-1};
    }
    if (std::find(signs.begin(), signs.end(), 1) == signs.end()) {
        throw std::invalid_argument("There is no race mod " + std::to_string(modulus)
                                    + ": every class prime to it is a quadratic residue.");
    }
    return {modulus, std::move(signs)};
}

Race Race::counted_from(uint128 origin) const {
    std::vector<std::int8_t> signs = signs_;
    const auto first = wide_remainder(origin, static_cast<std::uint32_t>(modulus_));
    std::rotate(signs.begin(), signs.begin() + first, signs.end());
    return {modulus_, std::move(signs)};
}

void RaceRange::combine(const RaceRange& right) {
    min = std::min(min, delta + right.min);
    max = std::max(max, delta + right.max);
    delta += right.delta;
}

RaceMeasure::RaceMeasure(const Race& race, InstructionSet set)
    : race_(race), ahead_(race.modulus(), [&](std::uint64_t r) { return race.sign(r) > 0; }),
      behind_(race.modulus(), [&](std::uint64_t r) { return race.sign(r) < 0; }), set_(set) {}

RaceRange RaceMeasure::of_segment(const sieve::Segment& segment) const {
    RaceRange range;
    observe(range, segment);
    return range;
}

RaceRange RaceMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    RaceRange range;
    for (const std::uint64_t prime : primes) {
        step(range, race_.sign(prime));
    }
    return range;
}

void RaceMeasure::observe(RaceRange& range, const sieve::Segment& segment) const {
    switch (set_) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
    case InstructionSet::avx2:
        follow_avx2(range, segment, race_.modulus(), ahead_, behind_);
        break;
#endif
    default:
        follow_portable(range, segment, race_.modulus(), ahead_, behind_);
    }
}

std::optional<LeadChange> pass(Standing& standing, const Race& race, std::uint64_t prime) {
    standing.difference += race.sign(prime);
    const std::int64_t sign = sign_of(standing.difference);
    if (sign == 0 || sign == standing.leader) {
        return std::nullopt;
    }
    standing.leader = sign;
    return LeadChange{Offset{prime}, sign};
}

} // namespace primerank::tally
