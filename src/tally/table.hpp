#pragma once

#include "numbers/interval.hpp"
#include "tally/clip.hpp"
#include "tally/end_primes.hpp"
#include "tally/measure.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace primerank::tally {

/// Rows of equal width: row i is [start + i step, start + (i + 1) step), counted from an origin.
struct RowGrid {
    std::uint64_t start = 0;
    std::uint64_t step = 1; ///< at least 1

    /// The row that holds n; n >= start.
    [[nodiscard]] std::uint64_t row_of(uint128 n) const {
        return static_cast<std::uint64_t>((n - start) / step);
    }
    /// How many rows begin before n; n >= start.
    [[nodiscard]] std::uint64_t rows_before(uint128 n) const {
        return static_cast<std::uint64_t>((n - start + step - 1) / step);
    }
    [[nodiscard]] Interval interval(std::uint64_t row) const {
        const uint128 begin = start + uint128{row} * step;
        return {begin, begin + step};
    }

    friend bool operator==(const RowGrid&, const RowGrid&) = default;
};

/// What an interval has in each row that it touches. Rows without primes are not kept, so an
/// interval without primes has none at all.
template <law::Tally T>
class Table {
  public:
    struct Row {
        std::uint64_t index = 0;
        T tally;

        friend bool operator==(const Row&, const Row&) = default;

        template <class Archive>
        void serialize(Archive& archive, unsigned /*version*/) {
            archive& index;
            archive& tally;
        }
    };

    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

    /// The tally of a row; indices must not descend from call to call.
    T& open_row(std::uint64_t index) {
        if (rows_.empty() || rows_.back().index != index) {
            rows_.push_back({index, T{}});
        }
        return rows_.back().tally;
    }

    /// The row that one ends in and the other begins in becomes one.
    void combine(const Table& right) {
        if (right.rows_.empty()) {
            return;
        }
        auto row = right.rows_.begin();
        if (!rows_.empty() && rows_.back().index == row->index) {
            rows_.back().tally.combine((row++)->tally);
        }
        rows_.insert(rows_.end(), row, right.rows_.end());
    }

    /// Removes the rows whose index is below `end` and returns them.
    std::vector<Row> take_rows_below(std::uint64_t end) {
        const auto kept = std::find_if(rows_.begin(), rows_.end(),
                                       [end](const Row& row) { return row.index >= end; });
        std::vector<Row> taken(std::make_move_iterator(rows_.begin()),
                               std::make_move_iterator(kept));
        rows_.erase(rows_.begin(), kept);
        return taken;
    }

    friend bool operator==(const Table&, const Table&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& rows_;
    }

  private:
    std::vector<Row> rows_; // ascending; only the tallies of rows with primes
};

template <law::CountsPrimes T>
std::uint64_t primes_in(const Table<T>& table) {
    std::uint64_t primes = 0;
    for (const auto& row : table.rows()) {
        primes += primes_in(row.tally);
    }
    return primes;
}

/// How far a table has been written: rows leave it once nothing can be added to them. A regular
/// value that goes into the journal with the table's open rows.
template <law::Tally T>
class RowCursor {
  public:
    struct CompleteRow {
        Interval interval;
        T own;        ///< of the row alone
        T cumulative; ///< from the grid's start to the row's end
    };

    /// Takes out of the table the rows that end at or before `frontier`, those without primes
    /// included, and calls visit(complete row) for each. The campaign's `stop` may cut the last row
    /// short. origin: that the grid is counted from; frontier, stop and the rows' intervals are
    /// not.
    template <class Visit>
    void drain(Table<T>& table, const RowGrid& grid, uint128 origin, uint128 frontier, uint128 stop,
               const Visit& visit) {
        const std::uint64_t end =
            frontier < stop ? grid.row_of(frontier - origin) : grid.rows_before(stop - origin);
        std::vector<typename Table<T>::Row> rows = table.take_rows_below(end);
        auto row = rows.begin();
        CompleteRow complete;
        for (; next_row_ < end; ++next_row_) {
            const Interval counted = grid.interval(next_row_);
            complete.interval = {origin + counted.start, std::min(origin + counted.stop, stop)};
            const bool has_primes = row != rows.end() && row->index == next_row_;
            complete.own = has_primes ? std::move((row++)->tally) : T{};
            cumulative_.combine(complete.own);
            complete.cumulative = cumulative_;
            visit(std::as_const(complete));
        }
    }

    friend bool operator==(const RowCursor&, const RowCursor&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& next_row_;
        archive& cumulative_;
    }

  private:
    std::uint64_t next_row_ = 0;
    T cumulative_; // of all rows before next_row_
};

/// Takes another measure's tally row by row. The grid says which row holds n, by row_of(n) that
/// does not descend, and what interval(row) is; nothing may lie below its start.
template <Measure M, class Grid = RowGrid>
class TableMeasure {
  public:
    using Tally = Table<typename M::Tally>;

    /// origin: that the grid and the numbers in segments are counted from.
    TableMeasure(const Grid& grid, M measure, uint128 origin = 0)
        : grid_(grid), measure_(std::move(measure)), origin_(origin) {}

    [[nodiscard]] Tally of_segment(const sieve::Segment& segment) const {
        Tally table;
        observe(table, segment);
        return table;
    }

    [[nodiscard]] Tally of_primes(std::span<const std::uint64_t> primes) const {
        Tally table;
        while (!primes.empty()) {
            const std::uint64_t row = grid_.row_of(primes.front());
            const auto end =
                std::lower_bound(primes.begin(), primes.end(), grid_.interval(row).stop);
            const auto count = static_cast<std::size_t>(end - primes.begin());
            table.open_row(row).combine(measure_.of_primes(primes.first(count)));
            primes = primes.subspan(count);
        }
        return table;
    }

    void observe(Tally& table, const sieve::Segment& segment) const {
        const EndPrimes<1> ends = end_primes<1>(segment);
        if (ends.empty()) {
            return;
        }
        const std::uint64_t first_row = grid_.row_of(ends.first.view().front());
        const std::uint64_t last_row = grid_.row_of(ends.last.view().front());
        if (first_row == last_row) {
            tally::observe(measure_, table.open_row(first_row), segment);
            return;
        }
        for (std::uint64_t row = first_row; row <= last_row; ++row) {
            if constexpr (requires { measure_.of_part(segment, grid_.interval(row)); }) {
                const auto part = measure_.of_part(segment, grid_.interval(row));
                if (part != typename M::Tally{}) {
                    table.open_row(row).combine(part);
                }
                continue;
            }
            const ClippedSegment part(segment, grid_.interval(row));
            if (!end_primes<1>(part.view()).empty()) {
                tally::observe(measure_, table.open_row(row), part.view());
            }
        }
    }

    /// Of the rows that the interval touches, half as much again being spare room of a vector.
    [[nodiscard]] double held_bytes(const Interval& interval) const {
        if (interval.empty()) {
            return 0;
        }
        const auto first = grid_.row_of(static_cast<std::uint64_t>(interval.start - origin_));
        const auto last = grid_.row_of(static_cast<std::uint64_t>(interval.stop - 1 - origin_));
        const double rows =
            std::min(static_cast<double>(last - first) + 1, static_cast<double>(interval.width()));
        return 1.5 * rows * sizeof(typename Tally::Row);
    }

  private:
    Grid grid_;
    M measure_;
    uint128 origin_;
};

} // namespace primerank::tally
