#pragma once

#include "numbers/interval.hpp"
#include "tally/clip.hpp"
#include "tally/end_primes.hpp"
#include "tally/tally.hpp"

#include <boost/serialization/vector.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace primerank::tally {

/// Rows of equal width: row i is [start + i step, start + (i + 1) step).
struct RowGrid {
    std::uint64_t start = 0;
    std::uint64_t step = 1; ///< at least 1

    /// The row that holds n; n >= start.
    [[nodiscard]] std::uint64_t row_of(uint128 n) const {
        return static_cast<std::uint64_t>((n - start) / step);
    }
    [[nodiscard]] Interval interval(std::uint64_t row) const {
        const uint128 begin = start + uint128{row} * step;
        return {begin, begin + step};
    }

    friend bool operator==(const RowGrid&, const RowGrid&) = default;
};

/// What an interval has in each row that it touches. Rows without primes are not kept, so an
/// interval without primes has none at all.
template <Tally T>
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
        for (const Row& row : right.rows_) {
            open_row(row.index).combine(row.tally);
        }
    }

    /// Removes and returns the first row if its index is `index`, else the tally of an empty row.
    T take_row(std::uint64_t index) {
        if (rows_.empty() || rows_.front().index != index) {
            return T{};
        }
        T tally = std::move(rows_.front().tally);
        rows_.erase(rows_.begin());
        return tally;
    }

    friend bool operator==(const Table&, const Table&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& rows_;
    }

  private:
    std::vector<Row> rows_; // ascending; only the tallies of rows with primes
};

/// How far a table has been written: rows leave it once nothing can be added to them. A regular
/// value that goes into the journal with the table's open rows.
template <Tally T>
class RowCursor {
  public:
    struct CompleteRow {
        Interval interval;
        T own;        ///< of the row alone
        T cumulative; ///< from the grid's start to the row's end
    };

    /// Takes out of the table the rows that end at or before `frontier`, those without primes
    /// included. The campaign's `stop` may cut the last row short.
    std::vector<CompleteRow> drain(Table<T>& table, const RowGrid& grid, uint128 frontier,
                                   uint128 stop) {
        std::vector<CompleteRow> complete;
        for (;; ++next_row_) {
            Interval interval = grid.interval(next_row_);
            interval.stop = std::min(interval.stop, stop);
            if (interval.empty() || interval.stop > frontier) {
                return complete;
            }
            T own = table.take_row(next_row_);
            cumulative_.combine(own);
            complete.push_back({interval, std::move(own), cumulative_});
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

/// Takes another measure's tally row by row. Nothing may lie below the grid's start.
template <Measure M>
class TableMeasure {
  public:
    using Tally = Table<typename M::Tally>;

    TableMeasure(const RowGrid& grid, M measure) : grid_(grid), measure_(std::move(measure)) {}

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
            const ClippedSegment part(segment, grid_.interval(row));
            if (!end_primes<1>(part.view()).empty()) {
                tally::observe(measure_, table.open_row(row), part.view());
            }
        }
    }

  private:
    RowGrid grid_;
    M measure_;
};

} // namespace primerank::tally
