#include "tally/residue_mask.hpp"

#include "tally/segment_bits.hpp"

namespace primerank::tally {

ResidueMask::ResidueMask(std::uint64_t modulus, const std::function<bool(std::uint64_t)>& chosen) {
    std::vector<bool> is_chosen(modulus);
    for (std::uint64_t r = 0; r < modulus; ++r) {
        is_chosen[r] = chosen(r);
    }
    masks_.resize(modulus);
    for (std::uint64_t remainder = 0; remainder < modulus; ++remainder) {
        for (std::size_t bit = 0; bit < 64; ++bit) {
            const bool set = is_chosen[(remainder + word_offsets[bit]) % modulus];
            masks_[remainder] |= std::uint64_t{set} << bit;
        }
    }
}

WordRemainders::WordRemainders(const sieve::Segment& segment, std::uint64_t modulus)
    : modulus_(modulus), step_(numbers_per_word % modulus),
      current_(wide_remainder(segment.origin + segment.base, static_cast<std::uint32_t>(modulus))) {
}

} // namespace primerank::tally
