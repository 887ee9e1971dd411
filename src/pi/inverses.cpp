#include "pi/inverses.hpp"

#include "pi/parallel.hpp"

#include <algorithm>
#include <utility>

namespace primerank::pi {

Inverses::Inverses(const CharacterPi& pi, int sign, std::uint64_t largest_kept,
                   const Builders& builders)
    : pi_(pi), sign_(sign), largest_kept_(largest_kept),
      kept_(fetched_buffer<double>(pi.count(sign, largest_kept), builders)) {
    const Character& chi = pi.character();
    pi.table().for_each_prime_in_parallel(
        largest_kept, builders, [&](std::uint64_t b, std::uint64_t q) {
            if (chi(q) == sign) {
                const std::uint64_t i = chi.is_principal() ? b : pi.count(sign, q);
                kept_[i - 1] = 1 / static_cast<double>(q);
            }
        });
}

std::span<const double> Inverses::between(std::uint64_t lo, std::uint64_t hi,
                                          Window& window) const {
    const std::uint64_t before = pi_.count(sign_, lo);
    const std::size_t size = pi_.count(sign_, hi) - before;
    if (hi <= largest_kept_) {
        return {kept_.data() + before, size};
    }
    if (window.owner != this) {
        window = {this, 0, 0, std::move(window.inverses)};
    }
    if (lo < window.lo || window.hi < hi) {
        move(window, lo, hi);
    }
    return {window.inverses.data() + (before - pi_.count(sign_, window.lo)), size};
}

// The q of a slice descend as p ascends, mostly in steps much shorter than their range is wide.
// Where they do, a window is made as wide again as it has to be, and serves the next p too.
void Inverses::move(Window& window, std::uint64_t lo, std::uint64_t hi) const {
    const bool slides = lo < window.hi && window.lo < hi;
    window.lo = slides ? lo - std::min(lo, hi - lo) : lo;
    window.hi = hi;
    window.inverses.clear();
    pi_.table().for_each_prime_between(window.lo, hi, [&](std::uint64_t q) {
        if (pi_.character()(q) == sign_) {
            window.inverses.push_back(1 / static_cast<double>(q));
        }
    });
}

} // namespace primerank::pi
