#pragma once

#include "constellations/counts.hpp"
#include "numbers/interval.hpp"
#include "tally/table.hpp"
#include "tally/tuplet_gaps.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace primerank::constellations {

/// Counts by kind: of one pattern each.
class CountMeasure {
  public:
    using Tally = Counts;

    explicit CountMeasure(std::size_t kinds) : kinds_(kinds) {}

    class Collector {
      public:
        explicit Collector(Counts counts) : counts_(std::move(counts)) {}
        void add(std::size_t kind, std::span<const std::uint64_t> first_members) {
            counts_.add(kind, first_members);
        }
        [[nodiscard]] Counts finish() { return std::move(counts_); }

      private:
        Counts counts_;
    };

    [[nodiscard]] Collector collector(const Interval& piece) const {
        return Collector(piece.empty() ? Counts()
                                       : Counts(static_cast<std::uint64_t>(piece.start), kinds_));
    }

  private:
    std::size_t kinds_;
};

/// Counts by kind in every row of a grid, in which constellations stand where they end.
class CountTableMeasure {
  public:
    using Tally = tally::Table<Counts>;

    CountTableMeasure(const tally::RowGrid& grid, std::vector<tally::Pattern> patterns)
        : grid_(grid), patterns_(std::move(patterns)) {}

    class Collector {
      public:
        explicit Collector(const CountTableMeasure& measure) : measure_(measure) {}
        void add(std::size_t kind, std::span<const std::uint64_t> first_members);
        [[nodiscard]] Tally finish();

      private:
        friend class CountTableMeasure;

        struct End {
            std::uint64_t last_member;
            std::size_t kind;
        };

        const CountTableMeasure& measure_;
        std::vector<End> ends_;
    };

    [[nodiscard]] Collector collector(const Interval& /*piece*/) const { return Collector(*this); }

    /// Of the rows that the interval touches, half as much again being spare room of a vector, and
    /// of the constellations until they are counted.
    [[nodiscard]] double held_bytes(const Interval& interval) const;

  private:
    tally::RowGrid grid_;
    std::vector<tally::Pattern> patterns_;
};

/// Gaps between constellations; the kinds are the patterns that the gaps are between, all of them.
class GapMeasure {
  public:
    using Tally = tally::TupletGaps;

    GapMeasure(const std::vector<tally::Pattern>& patterns, const tally::GapOptions& options)
        : measure_(patterns, options), mean_(patterns) {}

    class Collector {
      public:
        Collector(const tally::TupletGapMeasure& measure, const Interval& piece)
            : measure_(measure), piece_(piece) {}
        void add(std::size_t /*kind*/, std::span<const std::uint64_t> first_members) {
            first_members_.insert(first_members_.end(), first_members.begin(), first_members.end());
        }
        [[nodiscard]] Tally finish();

      private:
        const tally::TupletGapMeasure& measure_;
        Interval piece_;
        std::vector<std::uint64_t> first_members_;
    };

    [[nodiscard]] Collector collector(const Interval& piece) const { return {measure_, piece}; }

    /// Of the gaps, and of the constellations until they are in order.
    [[nodiscard]] double held_bytes(const Interval& interval) const;

  private:
    tally::TupletGapMeasure measure_;
    tally::MeanGap mean_;
};

} // namespace primerank::constellations
