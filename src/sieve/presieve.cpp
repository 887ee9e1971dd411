#include "sieve/presieve.hpp"

#include "sieve/kernels.hpp"
#include "sieve/patterns.hpp"
#include "sieve/segment.hpp"

namespace primerank::sieve {
namespace {

/// The multiples of p that are coprime to 30 are p (30 k + r): r p / 30 bytes beyond k p.
void draw(std::uint32_t prime, std::uint8_t* pattern, std::size_t size) {
    for (const std::uint32_t residue : wheel_residues) {
        const std::uint32_t multiple = prime * residue;
        const auto mask = static_cast<std::uint8_t>(~(1U << wheel_bits[multiple % 30]));
        for (std::size_t byte = multiple / 30; byte < size; byte += prime) {
            pattern[byte] &= mask;
        }
    }
}

/// Drawn once a process.
const Patterns& patterns() {
    static const Patterns drawn(7, 2, draw);
    return drawn;
}

} // namespace

Presieve::Presieve(const Kernels& kernels) : kernels_(&kernels), cursors_(patterns().cursors()) {}

void Presieve::seek(uint128 byte) {
    for (Cursor& cursor : cursors_) {
        cursor.offset = wide_remainder(byte, cursor.period);
    }
}

void Presieve::fill(std::uint8_t* segment, std::size_t size) {
    const std::size_t blocks = (size + presieve_block - 1) / presieve_block;
    kernels_->presieve(segment, blocks, cursors_.data(), cursors_.size());
}

} // namespace primerank::sieve
