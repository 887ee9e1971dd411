#include "sieve/line_small_primes.hpp"

#include "sieve/crossing.hpp"
#include "sieve/kernels.hpp"
#include "sieve/presieve.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace primerank::sieve {
namespace {

template <unsigned bits>
struct WordOf;
template <>
struct WordOf<8> {
    using Type = std::uint8_t;
};
template <>
struct WordOf<32> {
    using Type = Word;
};

/// The cycle of p = w k + c.
template <unsigned w, unsigned c>
class Cycle {
    using W = typename WordOf<w>::Type;

  public:
    /// Crosses out in words that end at `end`, from an octet of the cycle on. at is where that
    /// begins: the word of its first hit, less the carry of that.
    static void cross_out(W* at, const W* end, std::ptrdiff_t k, unsigned octet) {
        if constexpr (w == 8) {
            while (cross_out_octet<0>(at, end, k)) {
            }
        } else {
            enter_at(octet, at, end, k);
        }
    }

  private:
    /// Octets 0, 1, 2, 3, 0, ... from one of them on.
    static void enter_at(unsigned octet, W* at, const W* end, std::ptrdiff_t k) {
        switch (octet) {
            while (true) {
            case 0:
                if (!cross_out_octet<0>(at, end, k)) {
                    break;
                }
                [[fallthrough]];
            case 1:
                if (!cross_out_octet<1>(at, end, k)) {
                    break;
                }
                [[fallthrough]];
            case 2:
                if (!cross_out_octet<2>(at, end, k)) {
                    break;
                }
                [[fallthrough]];
            default:
                if (!cross_out_octet<3>(at, end, k)) {
                    break;
                }
            }
        }
    }

    /// Goes on to where the next octet begins, and tells whether that is before the end.
    template <unsigned octet>
    __attribute__((always_inline)) static bool cross_out_octet(W*& at, const W* end,
                                                               std::ptrdiff_t k) {
        const std::ptrdiff_t k3 = 3 * k;
        const std::ptrdiff_t k5 = 5 * k;
        const std::ptrdiff_t k7 = 7 * k;
        cross_out_hit<8 * octet>(at);
        cross_out_hit<8 * octet + 1>(at + k);
        cross_out_hit<8 * octet + 2>(at + 2 * k);
        cross_out_hit<8 * octet + 3>(at + k3);
        cross_out_hit<8 * octet + 4>(at + 4 * k);
        cross_out_hit<8 * octet + 5>(at + k5);
        cross_out_hit<8 * octet + 6>(at + 2 * k3);
        cross_out_hit<8 * octet + 7>(at + k7);
        constexpr bool is_last = octet == w / 8 - 1;
        at += 8 * k + std::ptrdiff_t{is_last ? c : 0};
        return at < end;
    }

    template <unsigned i>
    __attribute__((always_inline)) static void cross_out_hit(W* at) {
        at[i * c / w] &= static_cast<W>(~(W{1} << i * c % w));
    }
};

} // namespace

LineSmallPrimes::LineSmallPrimes(const Kernels& kernels) : kernels_(&kernels) {}

void LineSmallPrimes::load(const SievingPrimes& primes, std::uint64_t last,
                           const LineLayout& layout) {
    layout_ = layout;
    for (Class& one : classes_) {
        one.primes.clear();
        one.steps.clear();
    }
    last = std::min<std::uint64_t>(last, kernels_->line_small_limit);
    if (last > presieve_limit) {
        primes.for_each(presieve_limit + 1, last, [&](std::uint32_t prime) {
            Class& one = classes_[prime % kernels_->cycle_word_bits / 2];
            one.primes.push_back(static_cast<std::uint16_t>(prime));
            one.steps.push_back(
                static_cast<std::uint16_t>(line_step(prime, layout.inverse(prime))));
        });
    }
    for (Class& one : classes_) {
        one.firsts.resize(one.primes.size());
        one.octets.resize(one.primes.size());
        one.starts.resize(one.primes.size());
    }
}

void LineSmallPrimes::enter(uint128 start, std::uint64_t last_number) {
    for (Class& one : classes_) {
        one.in_use = 0;
        for (const std::uint64_t prime : one.primes) {
            if (prime * prime > last_number) {
                break;
            }
            const auto p = static_cast<std::uint32_t>(prime);
            one.firsts[one.in_use++] =
                static_cast<std::uint16_t>(first_in_line(p, layout_.inverse(p), start));
        }
    }
}

/// From the first multiples in a line to those in another.
void LineSmallPrimes::Class::move_on(unsigned steps_of_line) {
    for (unsigned step = 0; step < steps_of_line; ++step) {
        for (std::size_t i = 0; i < in_use; ++i) {
            const auto first = static_cast<std::uint16_t>(firsts[i] - steps[i]);
            firsts[i] = std::min(first, static_cast<std::uint16_t>(first + primes[i])); // modulo p
        }
    }
}

/// The m-th hit of a cycle has bit c m mod w, and c^8 = 1 mod w: the first multiple is hit
/// m = c^7 first mod w of a cycle that starts m p bits before it.
template <unsigned w, unsigned c>
void LineSmallPrimes::Class::find_octets() {
    constexpr int log_w = std::countr_zero(w);
    constexpr int inverse = c * c * c % w * (c * c * c * c % w) % w;
    for (std::size_t i = 0; i < in_use; ++i) {
        const int m = firsts[i] * inverse & (w - 1);
        const int k = primes[i] >> log_w;
        octets[i] = static_cast<std::uint8_t>(m >> 3);
        starts[i] = static_cast<std::int16_t>(((firsts[i] - m * static_cast<int>(c)) >> log_w)
                                              - (m & 7) * k);
    }
}

template <unsigned w>
void LineSmallPrimes::cross_out_in_words(std::uint8_t* line, std::size_t size, unsigned steps) {
    using W = typename WordOf<w>::Type;
    W* const words = reinterpret_cast<W*>(line);
    const W* const end = words + size / sizeof(W);
    const auto cross_out_class = [&]<unsigned c>(Class& one,
                                                 std::integral_constant<unsigned, c> /*p mod w*/) {
        one.move_on(steps);
        // All octets are found beforehand: a prime's cycles end on a misprediction, and those of
        // the next would have to wait for where they start.
        one.template find_octets<w, c>();
        for (std::size_t i = 0; i < one.in_use; ++i) {
            Cycle<w, c>::cross_out(words + one.starts[i], end, one.primes[i] / w, one.octets[i]);
        }
    };
    [&]<unsigned... i>(std::integer_sequence<unsigned, i...> /*classes*/) {
        (cross_out_class(classes_[i], std::integral_constant<unsigned, 2 * i + 1>{}), ...);
    }
    (std::make_integer_sequence<unsigned, w / 2>{});
}

void LineSmallPrimes::cross_out(std::uint8_t* line, std::size_t size, unsigned steps) {
    if (kernels_->cycle_word_bits == 8) {
        cross_out_in_words<8>(line, size, steps);
    } else {
        cross_out_in_words<32>(line, size, steps);
    }
}

} // namespace primerank::sieve
