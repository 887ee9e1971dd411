#include "pi/hard_leaves.hpp"

#include "numbers/roots.hpp"
#include "pi/points_of_b.hpp"
#include "pi/signed_candidates.hpp"
#include "pi/strike.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace primerank::pi {
namespace {

constexpr std::uint64_t block_numbers = 30 * block_bytes;

/// Prime candidates come from so many numbers at a time.
constexpr std::uint64_t prime_window = 1 << 18;

/// The m of p_b that are still ahead: m_least < m <= m_last. As n ascends, m descends.
struct LeafCursor {
    Numerator x_over_p;
    std::uint64_t m_least = 0;
    std::uint64_t m_last = 0;
};

std::size_t round_up(std::size_t n, std::size_t multiple) {
    return (n + multiple - 1) / multiple * multiple;
}

} // namespace

/// One tile, segment by segment.
class HardLeavesRun {
  public:
    HardLeavesRun(const CharacterTables& of, const HardLeaves::Tile& tile, const Kernels& kernels,
                  HardLeaves::Buffers& buffers)
        : of_(of), tables_(of.tables), limits_(tables_.parameters), kernels_(kernels),
          patterns_(tables_.patterns), minus_(of.chi.minus()), buffers_(buffers), lo_(tile.lo),
          hi_(tile.hi), segment_numbers_(block_numbers * limits_.segment_blocks),
          d_begin_(tile.b_after),
          d_end_(std::max(tile.b_after, std::min(tile.b_last, d_end_at(tile.lo)))),
          struck_end_(patterns_.last()), points_of_b_(of, kernels_, buffers_.primes) {
        const std::size_t bytes = limits_.segment_blocks * block_bytes;
        buffers_.segment.resize(bytes + RankTable::word_slack);
        buffers_.line_counts.resize(bytes / line_bytes);
        buffers_.superlines.resize(bytes / line_bytes / superline_lines + 8);
        buffers_.ranks.resize(kernels_.layout, bytes / line_bytes);
        buffers_.composites.resize(selected_values);
        sums_.d.weights.resize(d_end_ - k);
        sums_.d.counts.resize(d_end_ - k);
        for (std::uint64_t b = d_begin_ + 1; b <= d_end_; ++b) {
            leaves_.push_back(first_leaves(b));
        }
    }

    HardLeaves::Sums run(const std::stop_token& give_up) {
        for (std::uint64_t low = lo_; low < hi_ && !give_up.stop_requested();) {
            // Segments keep to a fixed grid, so that what is counted for a b does not depend on
            // where pieces were cut.
            const std::uint64_t cell = low - low % segment_numbers_;
            begin_segment(low, std::min(hi_, cell + segment_numbers_));
            while (d_end_ > d_begin_ && last_n(d_end_) < cell) {
                --d_end_;
            }
            const bool b_points = high_ > limits_.sqrt_x;
            const std::uint64_t b_end = b_points ? tables_.pi(integer_sqrt(high_ - 1)) : 0;
            const std::uint64_t last = std::max(d_end_, b_end);
            sieve_by_patterns(std::min(last, patterns_.last()));
            sieve_by_strikes(last);
            if (b_points) {
                kernels_.build_ranks(buffers_.segment.data(), lines_, minus_, buffers_.ranks);
                points_of_b_.add({low_, high_}, buffers_.ranks);
            }
            low = high_;
        }
        sums_.d.trim();
        sums_.b = points_of_b_.sum();
        return std::move(sums_);
    }

  private:
    /// No leaf of p_b has n above this bound, which does not increase with b: n <= x / z, and for a
    /// prime m > p also n < x / p^2.
    [[nodiscard]] std::uint64_t last_n(std::uint64_t b) const {
        if (b <= tables_.bz) {
            return limits_.x_over_z;
        }
        const std::uint64_t p = tables_.prime(b);
        const uint128 bound = limits_.x / p / (p + 1);
        return bound < limits_.x_over_z ? static_cast<std::uint64_t>(bound) : limits_.x_over_z;
    }

    /// The largest b that has leaves or is counted for later ones from the grid cell of n on.
    [[nodiscard]] std::uint64_t d_end_at(std::uint64_t n) const {
        const std::uint64_t cell = n - n % segment_numbers_;
        std::uint64_t low = k;
        std::uint64_t high = tables_.d;
        while (low < high) {
            const std::uint64_t middle = (low + high + 1) / 2;
            if (last_n(middle) >= cell) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    [[nodiscard]] LeafCursor first_leaves(std::uint64_t b) const {
        const std::uint64_t p = tables_.prime(b);
        const uint128 x_over_p = limits_.x / p;
        const std::uint64_t largest = b <= tables_.bz ? limits_.z : limits_.y;
        LeafCursor cursor;
        cursor.x_over_p = Numerator(x_over_p);
        cursor.m_least = std::max(p, limits_.z / p);
        const uint128 last = std::min(
            {uint128{largest}, x_over_p / p / p, x_over_p / std::max<std::uint64_t>(lo_, 1)});
        cursor.m_last = std::max(cursor.m_least, static_cast<std::uint64_t>(last));
        return cursor;
    }

    void begin_segment(std::uint64_t low, std::uint64_t high) {
        low_ = low;
        high_ = high;
        bytes_ = (high - low) / 30;
        lines_ = round_up(bytes_, stride_bytes) / line_bytes;
    }

    /// The m with n below `high`, from (m_least, m_last]: the new m_last.
    static std::uint64_t first_m(const LeafCursor& cursor, std::uint64_t high) {
        return std::max(cursor.m_least, capped_quotient(cursor.x_over_p, high, cursor.m_last));
    }

    /// Part of the candidates with first < m <= last, the largest ones first; moves last.
    SignedCandidates take_candidates(std::uint64_t b, std::uint64_t first, std::uint64_t& last) {
        if (b <= tables_.bz) {
            const std::uint64_t begin =
                last - first > selected_numbers ? last - selected_numbers : first;
            const std::size_t n = kernels_.select_factors(tables_.factors.entries(), begin, last,
                                                          static_cast<std::uint32_t>(b + 1), minus_,
                                                          buffers_.composites.data());
            last = begin;
            return {{buffers_.composites.data(), nullptr, n, (begin + 1) / 120 * 120}, {}};
        }
        const std::uint64_t begin = last - first > prime_window ? last - prime_window : first;
        SignedCandidates candidates;
        for (const int sign : of_.signs()) {
            const std::span<const std::uint32_t> primes = of_.primes(sign, begin, last);
            Candidates& of_sign = sign > 0 ? candidates.as_named : candidates.opposite;
            of_sign = {nullptr, primes.data(), primes.size(), 0};
        }
        last = begin;
        return candidates;
    }

    /// The leaves of b with n below `high`. `sparse` evaluates few of them; many are looked up in a
    /// table of ranks of the bitmap.
    template <class Sparse>
    void add_leaves(std::uint64_t b, std::uint64_t low, std::uint64_t high,
                    const std::uint8_t* bitmap, std::size_t lines, const Sparse& sparse) {
        LeafCursor& cursor = leaves_[b - d_begin_ - 1];
        const std::uint64_t first = first_m(cursor, high);
        std::uint64_t last = cursor.m_last;
        if (first == last) {
            return;
        }
        cursor.m_last = first;
        SignedCandidates candidates = take_candidates(b, first, last);
        WeightedSum sum;
        if (first == last
            && static_cast<double>(candidates.size())
                   < kernels_.dense * static_cast<double>(lines)) {
            sum = candidates.sum([&](const Candidates& m) { return sparse(m, cursor.x_over_p); });
        } else {
            RankTable& ranks = buffers_.ranks;
            kernels_.build_ranks(bitmap, lines, minus_, ranks);
            const auto by_ranks = [&](const Candidates& m) {
                return kernels_.leaves_by_ranks(m, cursor.x_over_p, low, high, ranks);
            };
            sum = candidates.sum(by_ranks);
            while (first < last) {
                sum += take_candidates(b, first, last).sum(by_ranks);
            }
        }
        const int of_p = of_.chi(tables_.prime(b));
        const std::int64_t before = sums_.d.counts[b - k - 1];
        sums_.d.sum += of_p * (sum.sum + static_cast<int128>(sum.weight) * before);
        sums_.d.weights[b - k - 1] += of_p * sum.weight;
    }

    /// Small primes: block by block in the first-level cache.
    void sieve_by_patterns(std::uint64_t last) {
        for (std::uint64_t low = low_; low < high_; low += block_numbers) {
            const std::uint64_t high = std::min(high_, low + block_numbers);
            std::uint8_t* const block = buffers_.segment.data() + (low - low_) / 30;
            const std::size_t used = (high - low) / 30;
            const std::size_t groups = round_up(used, stride_bytes) / group_bytes;
            const auto phase = [low](Pattern p) {
                return static_cast<std::uint32_t>(low / 30 % p.period);
            };
            GroupCounts counts;
            const Pattern first = patterns_.of_7_11_13();
            const Pattern second = patterns_.of_17_19();
            kernels_.lay_patterns(block, groups, first, phase(first), second, phase(second), minus_,
                                  counts);
            if (used < groups * group_bytes) {
                std::memset(block + used, 0, groups * group_bytes - used);
                kernels_.count_groups(block, groups, minus_, counts);
            }
            for (std::uint64_t b = k + 1; b <= last; ++b) {
                if (b > d_begin_ && b <= d_end_) {
                    add_leaves(b, low, high, block, groups * group_bytes / line_bytes,
                               [&](const Candidates& m, const Numerator& x_over_p) {
                                   return kernels_.leaves_by_groups(m, x_over_p, low, minus_, block,
                                                                    counts);
                               });
                    sums_.d.counts[b - k - 1] += counts[groups];
                }
                const Pattern pattern = patterns_.of(b);
                kernels_.and_pattern(block, groups, pattern, phase(pattern), minus_, counts);
            }
        }
    }

    /// The other primes: multiple by multiple over the whole segment, with line counts as long as
    /// leaves are to be counted.
    void sieve_by_strikes(std::uint64_t last) {
        std::uint8_t* const segment = buffers_.segment.data();
        auto& multiples = buffers_.multiples;
        multiples.resize(std::max<std::size_t>(multiples.size(), last + 1));
        for (std::uint64_t b = struck_end_ + 1; b <= last; ++b) {
            multiples[b] = first_multiple(tables_.prime(b), low_);
        }
        struck_end_ = std::max(last, patterns_.last());
        std::uint64_t b = patterns_.last() + 1;
        for (; b <= std::min(d_begin_, last); ++b) {
            strike(segment, bytes_, tables_.primes[b], multiples[b]);
        }
        if (b <= d_end_) {
            std::int16_t* const line_counts = buffers_.line_counts.data();
            std::int32_t* const superlines = buffers_.superlines.data();
            std::int64_t left = kernels_.count_lines(segment, lines_, minus_, line_counts);
            for (; b <= d_end_; ++b) {
                add_leaves(b, low_, high_, segment, lines_,
                           [&](const Candidates& m, const Numerator& x_over_p) {
                               kernels_.add_superlines(line_counts, lines_, superlines);
                               return kernels_.leaves_by_lines(m, x_over_p, low_, minus_, segment,
                                                               line_counts, superlines);
                           });
                sums_.d.counts[b - k - 1] += left;
                left -= strike_and_count(segment, bytes_, tables_.primes[b], multiples[b], minus_,
                                         line_counts);
            }
        }
        for (; b <= last; ++b) {
            strike(segment, bytes_, tables_.primes[b], multiples[b]);
        }
    }

    const CharacterTables& of_;
    const Tables& tables_;
    const Parameters& limits_;
    const Kernels& kernels_;
    const Patterns& patterns_;
    MinusPlaces minus_;
    HardLeaves::Buffers& buffers_;
    std::uint64_t lo_;
    std::uint64_t hi_;
    std::uint64_t segment_numbers_;
    std::uint64_t d_begin_;    // the b of D begin behind this
    std::uint64_t d_end_;      // the largest b of D in the present segment
    std::uint64_t struck_end_; // the multiples of p_b are up to date for b up to here
    PointsOfB points_of_b_;
    std::vector<LeafCursor> leaves_; // of b at b - d_begin_ - 1
    HardLeaves::Sums sums_;
    std::uint64_t low_ = 0; // the present segment
    std::uint64_t high_ = 0;
    std::size_t bytes_ = 0;
    std::size_t lines_ = 0; // with what is zero behind them
};

std::uint64_t HardLeaves::end() const {
    return (tables_.parameters.x_over_y / grain + 1) * grain;
}

std::uint64_t HardLeaves::dense_end() const {
    const Parameters& limits = tables_.parameters;
    return std::min(block_numbers * limits.segment_blocks, limits.sqrt_x / grain * grain);
}

HardLeaves::Sums HardLeaves::sums(const Tile& tile, const Kernels& kernels, Buffers& buffers,
                                  const std::stop_token& give_up) const {
    return HardLeavesRun(of_, tile, kernels, buffers).run(give_up);
}

std::uint64_t HardLeaves::bytes(const Parameters& parameters) {
    const std::uint64_t segment = parameters.segment_blocks * block_bytes;
    const std::uint64_t primes =
        at_least_pi(std::max(integer_sqrt(parameters.x_over_y), parameters.x_star));
    return segment + segment / line_bytes * 2
           + RankTable::bytes(kernels(parameters.options.set).layout, segment / line_bytes)
           + primes * sizeof(WheelCursor)
           + at_least_pi(parameters.x_star) * (sizeof(LeafCursor) + 16)
           + PointsOfB::window_numbers * 2;
}

} // namespace primerank::pi
