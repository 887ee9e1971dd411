#include "commands/race_writer.hpp"

#include "numbers/serialized.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace primerank::commands {

RaceWriter::RaceWriter(const ResidueQuestion& question, const RaceWorkload& workload)
    : question_(question), workload_(workload), origin_(question.command.origin()),
      race_(question.race->race.counted_from(origin_)) {
    position_.standing = tally::Standing(question.lead);
}

void RaceWriter::commit(campaign::State& state) {
    const bool complete = state.frontier >= question_.command.interval.stop;
    const std::uint64_t end =
        complete ? std::numeric_limits<std::uint64_t>::max()
                 : tally::race_blocks.row_of(static_cast<std::uint64_t>(state.frontier - origin_));
    auto& blocks = state.tally.as<ResidueRace>().second;
    for (const auto& [index, range] : blocks.take_rows_below(end)) {
        pass_block(index, range);
    }
    if (complete) {
        close_row();
    }
    if (csv_) {
        csv_->flush();
    }
}

std::string RaceWriter::save() {
    if (csv_) {
        position_.bytes = csv_->sync();
    }
    return serialized(position_);
}

void RaceWriter::restore(const std::string& saved) {
    const std::string& path = question_.command.options.csv;
    if (!saved.empty()) {
        position_ = deserialized<Position>(saved);
        if (path.empty() != (position_.bytes == 0)) {
            throw Refusal(ExitCode::journal,
                          path.empty() ? "the journal belongs to a CSV; name it by --csv again"
                                       : "the journal was begun without --csv, and a race cannot "
                                         "be written from the middle on");
        }
    }
    csv_ = open_csv(question_.command.options, residue_columns(), position_.bytes);
}

RaceResult RaceWriter::result() const {
    return {question_.lead + position_.whole.delta, question_.lead + position_.whole.min,
            question_.lead + position_.whole.max, position_.changes};
}

void RaceWriter::append_classes(const tally::ResidueCounts& counts) {
    if (csv_) {
        commands::append_classes(*csv_, question_, counts);
    }
}

void RaceWriter::pass_block(std::uint64_t index, const tally::RaceRange& range) {
    const Interval counted = tally::race_blocks.interval(index);
    const std::uint64_t row = tally::race_rows.row_of(static_cast<std::uint64_t>(counted.start));
    if (row != position_.row) {
        close_row();
    }
    position_.row = row;
    position_.row_is_open = true;
    const Interval& interval = question_.command.interval;
    const Interval block{std::max(origin_ + counted.start, interval.start),
                         std::min(origin_ + counted.stop, interval.stop)};
    tally::pass(
        position_.standing, race_, range,
        [&](const auto& visit) {
            if (!sieve_) {
                sieve_.emplace(workload_.make_worker());
            }
            workload_.for_each_prime(block, *sieve_, visit);
        },
        [&](const tally::LeadChange& change) {
            position_.changes.push_back(change);
            append({"change", question_.race->side(change.leader),
                    to_string(change.prime.from(origin_)), std::to_string(change.leader), "", "",
                    ""});
        });
    position_.in_row.combine(range);
    position_.whole.combine(range);
}

/// Writes how the race stands at the end of the row in hand, if there is one.
void RaceWriter::close_row() {
    if (!position_.row_is_open) {
        return;
    }
    const tally::RaceRange range = std::exchange(position_.in_row, {});
    position_.row_is_open = false;
    const std::int64_t before = position_.standing.difference - range.delta;
    const uint128 stop = std::min(origin_ + tally::race_rows.interval(position_.row).stop,
                                  question_.command.interval.stop);
    append({"race", question_.race->side(position_.standing.leader), to_string(stop),
            std::to_string(position_.standing.difference), std::to_string(before + range.min),
            std::to_string(before + range.max), ""});
}

void RaceWriter::append(const std::vector<std::string>& cells) {
    if (csv_) {
        csv_->append(cells);
    }
}

} // namespace primerank::commands
