#include "list/workload.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace primerank::list {
namespace {

/// Puts ascending numbers into cells, and cells into blocks.
class Collector {
  public:
    Collector(const Form& form, CellEncoder& encoder, BlockPool& pool)
        : format_(form.format), origin_(form.origin), encoder_(encoder), pool_(pool) {}

    void add(std::span<const std::uint64_t> numbers) {
        while (!numbers.empty()) {
            const std::uint64_t cell = cell_of(numbers.front());
            if (cell != cell_) {
                finish_cell();
                cell_ = cell;
            }
            const auto end =
                std::partition_point(numbers.begin(), numbers.end(), [cell](std::uint64_t number) {
                    return cell_of(number) == cell;
                });
            const auto count = static_cast<std::size_t>(end - numbers.begin());
            encoder_.append(numbers.first(count));
            if (format_ != Format::compact) {
                rendered_ += rendered_size(format_, numbers.first(count), origin_);
            }
            numbers = numbers.subspan(count);
        }
    }

    /// A cell has fewer numbers than a block has room for.
    void finish_cell() {
        if (encoder_.empty()) {
            return;
        }
        if (blocks_.empty() || blocks_.back().room() < encoder_.most_bytes()) {
            blocks_.push_back(pool_.take());
        }
        ListTally tally = encoder_.tally();
        const std::size_t size = encoder_.finish(blocks_.back().end());
        tally.bytes = format_ == Format::compact ? size : rendered_;
        blocks_.back().append(size, tally);
        tally_.combine(tally);
        rendered_ = 0;
    }

    [[nodiscard]] const ListTally& tally() const { return tally_; }
    [[nodiscard]] std::vector<Block> take_blocks() { return std::move(blocks_); }

  private:
    Format format_;
    uint128 origin_;
    CellEncoder& encoder_;
    BlockPool& pool_;
    std::uint64_t cell_ = 0;
    std::uint64_t rendered_ = 0; ///< bytes of the cell in hand
    ListTally tally_;
    std::vector<Block> blocks_;
};

} // namespace

ListWorkload::ListWorkload(const Interval& axis, const Form& form, const Forecast& forecast,
                           MakeSource make_source, SourceMemory source_memory, Sink& sink)
    : axis_(axis), form_(form), forecast_(forecast), make_source_(std::move(make_source)),
      source_memory_(std::move(source_memory)), sink_(sink) {
    if (form_.format != Format::compact) {
        form_.level = 0; // cells are only for the time until they are rendered
    }
}

ListTally ListWorkload::work(const Interval& piece, Worker& worker,
                             const std::stop_token& give_up) const {
    Collector collector(form_, worker.encoder, finds_->pool);
    worker.source->run(piece, give_up,
                       [&](std::span<const std::uint64_t> numbers) { collector.add(numbers); });
    collector.finish_cell();
    if (worker.keeps) {
        const std::lock_guard lock(finds_->mutex);
        finds_->pieces[piece.start] = collector.take_blocks();
    } else {
        finds_->pool.give(collector.take_blocks());
    }
    return collector.tally();
}

void ListWorkload::publish(const Interval& chunk, const Tally& before) const {
    std::vector<Block> blocks;
    {
        const std::lock_guard lock(finds_->mutex);
        const auto first = finds_->pieces.lower_bound(chunk.start);
        const auto end = finds_->pieces.lower_bound(chunk.stop);
        for (auto piece = first; piece != end; ++piece) {
            std::move(piece->second.begin(), piece->second.end(), std::back_inserter(blocks));
        }
        finds_->pieces.erase(first, end);
    }
    sink_.write(blocks, before);
    finds_->pool.give(std::move(blocks));
}

/// More ranks wait longer for the slowest of them, so that their rounds should be longer.
double ListWorkload::held_bytes(std::size_t ranks) const {
    return static_cast<double>(form_.held_bytes)
           * std::max(1.0, std::log10(static_cast<double>(ranks)));
}

/// The numbers lie closest together where the axis begins.
double ListWorkload::round_seconds(std::size_t ranks) const {
    if (axis_.empty()) {
        return 1;
    }
    const uint128 densest = std::min<uint128>(axis_.width(), std::uint64_t{1} << 32);
    double rate = 1;
    for (const Interval& part : {Interval{axis_.start, axis_.start + densest}, axis_}) {
        rate = std::max(rate, forecast_.held_bytes(part) / forecast_.cost(part));
    }
    return held_bytes(ranks) / rate;
}

std::size_t ListWorkload::memory(int threads, const Interval& share, uint128 widest) const {
    // Two rounds are out, and the first are short, the more so the fewer threads share them: as
    // measured. The last block of a piece is not full, and a thread decodes a cell, renders it, and
    // gathers its gaps.
    constexpr double rounds = 2.3;
    const double of_share = std::min(1.0, 0.4 + 0.3 * threads);
    constexpr double cell = 6e6;
    const double held =
        std::min(rounds * threads * held_bytes(1), of_share * forecast_.held_bytes(share));
    const double pieces = static_cast<double>(share.width()) / static_cast<double>(widest + 1) + 1;
    constexpr double unfilled = 1.5 * Block::capacity;
    return source_memory_(threads)
           + static_cast<std::size_t>(held + pieces * unfilled + threads * cell);
}

std::size_t ListWorkload::memory(int threads) const {
    return memory(threads, axis_, axis_.width() / static_cast<unsigned>(threads) + 1);
}

} // namespace primerank::list
