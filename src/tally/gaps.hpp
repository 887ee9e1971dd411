#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/interval.hpp"
#include "numbers/origin.hpp"
#include "numbers/uint128.hpp"
#include "tally/measure.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace primerank::tally {

/// The distance from a prime to the next one, or from a constellation to the next one of its kind.
struct Gap {
    std::uint64_t length = 0;
    Offset lower; ///< the prime, or first member, before the gap

    friend auto operator<=>(const Gap&, const Gap&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& length;
        archive& lower.value;
    }
};

/// What is kept of gaps besides first occurrences.
struct GapOptions {
    bool histogram = false;      ///< how often each length occurs
    std::uint64_t list_from = 0; ///< every gap of at least this length; 0: no list

    friend bool operator==(const GapOptions&, const GapOptions&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& histogram;
        archive& list_from;
    }
};

/// The gaps of an interval in a form to show; 'first' and 'maximal' mean within the interval.
struct GapReport {
    struct Frequency {
        std::uint64_t length = 0;
        std::uint64_t count = 0;
        friend bool operator==(const Frequency&, const Frequency&) = default;
    };

    Offset first_prime; ///< 0 when the interval holds none
    Offset last_prime;
    std::vector<Gap> maximal;          ///< longer than every gap before, ascending
    std::vector<Gap> first_occurrence; ///< of each length, by ascending length
    std::vector<Frequency> histogram;  ///< by ascending length
    std::vector<Gap> listed;           ///< by ascending lower prime
};

/// How often a length occurs that is longer than any between primes below 2^64.
struct LongGap {
    std::uint64_t length = 0;
    std::uint64_t first = 0; ///< the lower prime of its first occurrence
    std::uint64_t count = 0;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& length;
        archive& first;
        archive& count;
    }
};

/// The gaps between the primes of an interval. A gap belongs to the interval that holds its lower
/// prime, so the gap behind the last prime stays open until the next interval's first prime, or
/// finish(), closes it.
/// Any other ascending odd numbers, such as the first members of constellations, will do as well.
/// Maximal gaps need no place of their own: each is the first of its length, and the longest of
/// all first occurrences up to it.
class Gaps {
  public:
    Gaps() = default;
    /// The tally of a single prime.
    Gaps(std::uint64_t prime, const GapOptions& options)
        : options_(options), first_(prime), last_(prime) {}

    [[nodiscard]] bool empty() const { return first_ == 0; }
    [[nodiscard]] Offset last_prime() const { return {last_}; }

    void combine(const Gaps& right);

    /// Adds all gaps of an interval behind this one, but not the one in between.
    void append(const Gaps& right);

    /// Continues with a prime behind the last one that closes its gap.
    void add_prime(std::uint64_t prime) {
        add({prime - last_, {last_}});
        last_ = prime;
    }

    /// Continues with a prime and all gaps before it, of which none is news: each is shorter than
    /// shortest_news(), or has been added.
    void skip_to(std::uint64_t prime) { last_ = prime; }

    /// Adds a gap that lies behind all others added before.
    void add(const Gap& gap) {
        const auto index = static_cast<std::size_t>(gap.length / 2);
        if (index >= places) {
            add_long({gap.length, gap.lower.value, 1});
        } else {
            if (index >= first_occurrence_.size() || first_occurrence_[index] == 0) {
                add_first(index, gap.lower.value);
            }
            if (options_.histogram) {
                ++histogram_[index];
            }
        }
        if (gap.length >= options_.list_from && options_.list_from != 0) {
            listed_.push_back(gap);
        }
    }

    /// Takes out the list of gaps so far; the next ones go into a new list.
    [[nodiscard]] std::vector<Gap> take_listed() { return std::exchange(listed_, {}); }

    /// A gap shorter than this changes nothing but last_prime().
    [[nodiscard]] std::uint64_t shortest_news() const;

    /// Closes the last gap. next_prime, counted from the origin too, may take more than 64 bits:
    /// behind the last prime below 2^64 comes 2^64 + 13.
    /// Throws std::invalid_argument when it does not lie behind last_prime().
    [[nodiscard]] GapReport finish(uint128 next_prime) const;

    /// Leaves the last gap out.
    [[nodiscard]] GapReport report() const;

    friend bool operator==(const Gaps&, const Gaps&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& options_;
        archive& first_;
        archive& last_;
        archive& first_occurrence_;
        archive& histogram_;
        archive& listed_;
        if (first_occurrence_.size() == places) {
            std::vector<LongGap> longer = long_gaps();
            archive& longer;
            if constexpr (Archive::is_loading::value) {
                restore_long_gaps(longer);
            }
        }
        if constexpr (Archive::is_loading::value) {
            require_sound();
        }
    }

  private:
    /// Half the lengths that have a place in a vector: all that there are between primes below
    /// 2^64, whose longest gap is 1550.
    static constexpr std::size_t places = 1024;

    struct Occurrences {
        std::uint64_t first = 0;
        std::uint64_t count = 0;
        friend bool operator==(const Occurrences&, const Occurrences&) = default;
    };

    /// Throws std::runtime_error for what no interval has.
    void require_sound() const;

    void add_first(std::size_t index, std::uint64_t lower);
    void add_long(const LongGap& gap);

    [[nodiscard]] std::vector<LongGap> long_gaps() const;
    void restore_long_gaps(const std::vector<LongGap>& gaps);

    GapOptions options_; // those of an empty tally are the default
    std::uint64_t first_ = 0;
    std::uint64_t last_ = 0;
    // Index length / 2: all lengths are even but the first, 3 - 2, which gets place 0.
    // Both reach as far as the longest gap, or have all places when that one has none; the
    // histogram stays empty when it is not asked for.
    std::vector<std::uint64_t> first_occurrence_; // the lower prime, 0 for no such gap
    std::vector<std::uint64_t> histogram_;
    std::map<std::uint64_t, Occurrences> long_; // by length, of those without a place
    std::vector<Gap> listed_;
};

/// About how many gaps of at least this length an interval has: within a fifth where
/// there are many, too many where there are few.
double expected_gaps(const Interval& interval, std::uint64_t shortest);

/// Finds first occurrences of all gaps, and what the options say.
class GapMeasure {
  public:
    using Tally = Gaps;

    explicit GapMeasure(const GapOptions& options = {}, InstructionSet set = instruction_set())
        : options_(options), set_(set) {}

    [[nodiscard]] Gaps of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] Gaps of_primes(std::span<const std::uint64_t> primes) const;

    /// Combines with the segment's tally, looking only for gaps that are news to the tally.
    void observe(Gaps& gaps, const sieve::Segment& segment) const;

    /// Of the listed gaps that the interval may hold, half as much again being spare room of a
    /// vector.
    [[nodiscard]] double held_bytes(const Interval& interval) const;

  private:
    GapOptions options_;
    InstructionSet set_;
};

} // namespace primerank::tally
