#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// A stretch of the bitmap of sieving primes, short enough for one centre of a series for 1 / p and
/// for its primes of one class to be decoded before they are used.
struct PrimeBlock {
    static constexpr std::uint32_t bytes = 4096;

    std::uint32_t first; ///< index of the first byte, a multiple of 64
    std::uint32_t last;  ///< and after the last

    /// The block that starts at `first`, with `most` bytes, or less if it ends at `end`.
    static PrimeBlock from(std::uint32_t first, std::uint32_t end, std::uint32_t most = bytes) {
        return {first, std::min(first + most, end)};
    }

    [[nodiscard]] std::uint64_t centre() const { return 15 * (std::uint64_t{first} + last); }
};

/// floor(p / 30) for the primes p of one class that are in a block and within a task's limits.
template <class V>
class ClassOfBlock {
  public:
    void decode(const EmissionTask& task, const PrimeBlock& block, unsigned c) {
        std::size_t end = V::indices_of_bit(task.primes + (block.first - task.primes_byte),
                                            block.first, block.last, c, quotients_);
        std::size_t begin = 0;
        const std::uint64_t residue = wheel_residues[c];
        while (begin < end && 30ULL * quotients_[begin] + residue < task.first_prime) {
            ++begin;
        }
        while (end > begin && 30ULL * quotients_[end - 1] + residue > task.last_prime) {
            --end;
        }
        for (std::size_t i = end; i < end + padding; ++i) {
            quotients_[i] = block.last; // what lanes without a prime compute with
        }
        begin_ = begin;
        end_ = end;
    }

    [[nodiscard]] std::size_t begin() const { return begin_; }
    [[nodiscard]] std::size_t end() const { return end_; }
    [[nodiscard]] const std::uint32_t* at(std::size_t i) const { return quotients_ + i; }

  private:
    static constexpr std::size_t padding = 64;

    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    alignas(64) std::uint32_t quotients_[PrimeBlock::bytes + 4 * padding];
};

/// 1.5 * 2^52: adding it to a double below 2^51 rounds that to an integer, which then stands in the
/// low mantissa bits; subtracting it again leaves the rounded value.
inline constexpr double round_magic = 6755399441055744.0;

template <class V>
typename V::F64 rounded(typename V::F64 a) {
    const auto magic = V::set(round_magic);
    return V::subtract(V::add(a, magic), magic);
}

/// How a quotient n / p is found: the larger p, the narrower its block looks, and the shorter the
/// series that is good enough.
enum class Quotient { division, quartic, cubic };

/// n / p for primes p of a block, plus a constant: with round_magic for that, what comes out is an
/// integer. With x = 1 / centre and e = 1 - p x,
///     1 / p = x / (1 - e) = x (1 + e + e^2 + e^3 + ...).
/// In a block |e| < 2^(15.9) / p, so that stopping after e^4 or e^3 leaves an error below 2^-6 in
/// n / p: see emit_by_size.
template <class V, Quotient way>
class QuotientEstimate {
  public:
    QuotientEstimate(double numerator, double plus, std::uint64_t centre)
        : plus_(V::set(plus)), numerator_(V::set(numerator)),
          x_(V::set(1.0 / static_cast<double>(centre))),
          numerator_x_(V::set(numerator * (1.0 / static_cast<double>(centre)))) {}

    __attribute__((always_inline)) typename V::F64 operator()(typename V::F64 p) const {
        const auto one = V::set(1.0);
        if constexpr (way == Quotient::division) {
            return V::multiply_add(numerator_, V::reciprocal(p), plus_);
        } else {
            const auto e = V::negated_multiply_add(p, x_, one);
            auto series = V::add(e, one);
            series = V::multiply_add(e, series, one);
            series = V::multiply_add(e, series, one);
            if constexpr (way == Quotient::quartic) {
                series = V::multiply_add(e, series, one);
            }
            return V::multiply_add(numerator_x_, series, plus_);
        }
    }

  private:
    typename V::F64 plus_;
    typename V::F64 numerator_;
    typename V::F64 x_;
    typename V::F64 numerator_x_;
};

/// Runs Emitter<V, way> on the parts of a task's primes that want different ways, with the other
/// arguments that it is made of.
template <class V, template <class, Quotient> class Emitter, class... More>
void emit_by_size(const EmissionTask& task, CompositeSink& sink, const More&... more) {
    // Up to 2^64, n / p is below 2^64 / p: then e^5 n / p < 2^-6 from 2^25 on, e^4 n / p from 2^28
    // on. Beyond, all that is known is n / p < 2^49.
    const bool beyond = task.start >= two_to_the_64;
    const std::uint64_t quartic_from = std::uint64_t{1} << (beyond ? 27 : 25);
    const std::uint64_t cubic_from = std::uint64_t{1} << (beyond ? 30 : 28);
    EmissionTask part = task;
    part.last_prime = std::min(task.last_prime, quartic_from - 1);
    if (part.first_prime <= part.last_prime) {
        Emitter<V, Quotient::division>(part, sink, more...).run();
    }
    part.first_prime = std::max(task.first_prime, quartic_from);
    part.last_prime = std::min(task.last_prime, cubic_from - 1);
    if (part.first_prime <= part.last_prime) {
        Emitter<V, Quotient::quartic>(part, sink, more...).run();
    }
    part.first_prime = std::max(task.first_prime, cubic_from);
    part.last_prime = task.last_prime;
    if (part.first_prime <= part.last_prime) {
        Emitter<V, Quotient::cubic>(part, sink, more...).run();
    }
}

/// Runs `inner` for the primes p of a task from `first` on that have no multiple p q with q < p in
/// the window, and `others` for the rest.
template <class Inner, class Others>
void emit_inner(const EmissionTask& task, std::uint64_t first, const Inner& inner,
                const Others& others) {
    const std::uint64_t below_root = integer_sqrt(task.start);
    const auto part = [&task](std::uint64_t from, std::uint64_t to) {
        EmissionTask some = task;
        some.first_prime = std::max(task.first_prime, from);
        some.last_prime = std::min(task.last_prime, to);
        return some;
    };
    const EmissionTask middle = part(first, below_root);
    if (middle.first_prime > middle.last_prime) {
        others(task);
        return;
    }
    others(part(0, first - 1));
    inner(middle);
    others(part(below_root + 1, task.last_prime));
}

/// Of an odd d, modulo 2^32.
inline std::uint32_t modular_inverse(std::uint32_t d) {
    std::uint32_t x = d; // right to 3 bits, and every step doubles that
    for (int i = 0; i < 4; ++i) {
        x *= 2 - d * x;
    }
    return x;
}

/// Tests for divisibility by an odd d: q d^-1 mod 2^32 is at most (2^32 - 1) / d exactly when d
/// divides q (Granlund and Montgomery, "Division by invariant integers using multiplication", 9).
template <class V>
class Divisor {
  public:
    explicit Divisor(std::uint32_t d)
        : inverse_(V::set(modular_inverse(d))), limit_(V::set(0xffff'ffffU / d)) {}

    __attribute__((always_inline)) typename V::Mask does_not_divide(typename V::U32 q) const {
        return V::less_any(limit_, V::multiply(q, inverse_));
    }

  private:
    typename V::U32 inverse_;
    typename V::U32 limit_;
};

/// The same in 16 bits, for two divisors at once: of the number in the lower half of a lane, and of
/// that in the upper half.
template <class V>
class DivisorPair {
  public:
    DivisorPair(std::uint32_t low, std::uint32_t high)
        : inverses_(V::set((modular_inverse(low) & 0xffff) | modular_inverse(high) << 16)),
          limits_(V::set(0xffff / low | 0xffff / high << 16)) {}

    /// Keeps the lanes that neither divides.
    __attribute__((always_inline)) typename V::Filter
    divides_neither(typename V::Filter before, typename V::U32 residues) const {
        return V::above(before, V::multiply_halves(residues, inverses_), limits_);
    }

  private:
    typename V::U32 inverses_;
    typename V::U32 limits_;
};

} // namespace primerank::sieve
