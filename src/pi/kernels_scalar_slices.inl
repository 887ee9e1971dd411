// The kernels for slices in plain C++, included behind kernels_scalar.inl.

/// 1 / (1 / q) is q within rounding as long as q < 2^50.
inline std::uint64_t divisor_of(double inverse) {
    return static_cast<std::uint64_t>(std::llround(1 / inverse));
}

/// floor(a / q) from 1 / q. The product is off by three roundings, less than `error`: where it is
/// not so close to an integer, its integer part is right.
inline std::uint64_t quotient_by_inverse(const Numerator& a, double inverse, double error) {
    const double product = a.approximate * inverse;
    const auto integer = static_cast<std::int64_t>(product);
    const double fraction = product - static_cast<double>(integer);
    return fraction > error && fraction < 1 - error ? static_cast<std::uint64_t>(integer)
                                                    : quotient(a, divisor_of(inverse));
}

template <class Signs>
inline std::int64_t sum_by_inverses(uint128 numerator, const double* inverses, std::size_t n,
                                    std::uint64_t low, std::uint64_t high,
                                    const RankTable& ranks) {
    const Numerator a(numerator);
    const double error = static_cast<double>(high) * 4.5e-16;
    const CountByRanks<Signs> count(ranks);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += count(place_of(quotient_by_inverse(a, inverses[i], error) - low));
    }
    return sum;
}

inline std::uint64_t fill_slice(const std::uint32_t* odd_words, std::size_t n, SliceTable& slice) {
    std::uint32_t primes = 0;
    for (std::size_t i = 0; i <= n / 2; ++i) {
        const std::uint64_t low = 2 * i < n ? odd_words[2 * i] : 0;
        const std::uint64_t high = 2 * i + 1 < n ? odd_words[2 * i + 1] : 0;
        slice.words[i] = high << 32 | low;
        primes += static_cast<std::uint32_t>(popcount(slice.words[i]));
        slice.up_to_end[i] = primes;
    }
    return primes;
}

/// floor(xp / q) + 1 - slice.low for the q with the given inverse.
inline std::uint64_t exact_slice_index(uint128 xp, double inverse, const SliceTable& slice) {
    return static_cast<std::uint64_t>(xp / divisor_of(inverse)) + 1 - slice.low;
}

/// The primes among so many odd numbers at a slice's beginning.
inline std::uint64_t pi_in_slice(const SliceTable& slice, std::uint64_t odds) {
    return slice.up_to_end[odds / 64] - popcount(slice.words[odds / 64] >> (odds % 64));
}

inline std::uint64_t bits_of(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

/// t = v + 1 - l of a slice's quotients v = xp / q as a fixed-point number, from the bits of
///     xp (1/q) + (2^25 + 1 - l + e)   in [2^25, 2^26):   27 bits after the point, 25 before it.
/// With u = 2^-f, v < 2^(52 - f): roundings of 1/q, of xp and of their product err by less than
/// 1.5 u together, the sum's by 2^-28 at most. e = 2 max(u, 2^-27) is more than that, and a double
/// has room for 2^25 + 1 - l + e. So the number exceeds t by something between 0 and 2 e, and where
/// its fraction is at least 2 e its integer part is floor(t).
struct SlicePlaces {
    static constexpr int fraction_bits = 27;
    static constexpr std::uint64_t fraction = (std::uint64_t{1} << fraction_bits) - 1;
    static constexpr std::uint32_t most_odds = (1U << (52 - fraction_bits - 1)) - 1;

    double numerator;
    double shift;
    std::uint64_t least_sure; ///< fraction

    SlicePlaces(uint128 xp, const SliceTable& slice) : numerator(static_cast<double>(xp)) {
        const int bits = slice.fraction_bits < fraction_bits ? slice.fraction_bits : fraction_bits;
        const double error = 2.0 / static_cast<double>(std::uint64_t{1} << bits);
        shift = 0x1p25 + (1 - static_cast<double>(slice.low)) + error;
        least_sure = std::uint64_t{4} << (fraction_bits - bits);
    }

    /// floor(t / 2)
    static std::uint64_t odds(std::uint64_t fixed) {
        return (fixed >> (fraction_bits + 1)) & most_odds;
    }
};

inline std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n,
                            const SliceTable& slice) {
    const SlicePlaces places(xp, slice);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t fixed = bits_of(places.numerator * inverses[i] + places.shift);
        const bool sure = (fixed & SlicePlaces::fraction) >= places.least_sure;
        sum += pi_in_slice(slice, sure ? SlicePlaces::odds(fixed)
                                       : exact_slice_index(xp, inverses[i], slice) / 2);
    }
    return sum;
}
