#include "commands/list_output.hpp"

#include "commands/exit_code.hpp"
#include "files/identity.hpp"
#include "files/paths.hpp"
#include "files/text.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>
#include <optional>
#include <span>

namespace primerank::commands {
namespace {

using files::RandomAccessFile;
using list::FileHeader;
using list::Format;
using Mode = RandomAccessFile::Mode;

constexpr const char* role = "a list";

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// So many bytes, or those up to the file's end.
std::string text_at(const RandomAccessFile& file, std::uint64_t offset, std::size_t size) {
    std::string text(size, '\0');
    text.resize(file.read_at(offset, {reinterpret_cast<std::uint8_t*>(text.data()), size}));
    return text;
}

} // namespace

/// Bytes of the file when it holds what the tally is of.
std::uint64_t ListFile::size_with(const list::ListTally& tally) const {
    return (format_ == Format::compact ? FileHeader::size : 0) + list::listed_bytes(format_, tally);
}

std::string ListFile::save() {
    return files::absolute(path_);
}

void ListFile::resume(const State& state) {
    const auto& tally = state.tally.as<list::ListTally>();
    const bool begins = tally.bytes == 0;
    const RandomAccessFile file(path_, begins ? Mode::create : Mode::update, role);
    if (!begins) {
        require_same_list(file, tally);
        file.truncate(size_with(tally));
    }
    if (format_ == Format::compact) {
        file.write_at(0, bytes_of(header_.bytes()));
    }
}

/// A file that was swapped for another would be continued in the middle. A compact list must have
/// its question in the header, any other the journal's last number where the journal says.
void ListFile::require_same_list(const RandomAccessFile& file, const list::ListTally& tally) const {
    if (file.size() < size_with(tally)) {
        throw Refusal(ExitCode::path, fmt::format("'{}' is shorter than the journal says it was",
                                                  files::printable(path_)));
    }
    bool same = false;
    if (format_ == Format::compact) {
        try {
            same = FileHeader::parse(text_at(file, 0, FileHeader::size)).same_question(header_);
        } catch (const list::DamagedList&) {
            same = false;
        }
    } else {
        const std::uint64_t last[] = {tally.last};
        const std::uint64_t before = tally.count - 1;
        list::Renderer renderer(format_, header_.origin);
        std::string expected(renderer.room_for(last, before), '\0');
        auto* const begin = reinterpret_cast<std::uint8_t*>(expected.data());
        expected.resize(static_cast<std::size_t>(renderer.render(last, before, begin) - begin));
        same = text_at(file, size_with(tally) - expected.size(), expected.size()) == expected;
    }
    if (!same) {
        throw Refusal(ExitCode::path, fmt::format("'{}' is not the list that the journal goes with",
                                                  files::printable(path_)));
    }
}

void ListFile::finish(const State& state) {
    const auto& tally = state.tally.as<list::ListTally>();
    RandomAccessFile file(path_, Mode::update, role);
    file.truncate(size_with(tally));
    if (format_ == Format::compact && state.frontier >= header_.interval.stop) {
        FileHeader finished = header_;
        finished.totals = tally;
        file.write_at(0, bytes_of(finished.bytes()));
    }
    file.sync();
    file.close();
}

void report_list_result(const CampaignCommand& command, const Interval& interval,
                        const report::Result& result, const report::RunInfo& run, bool prints) {
    if (!command.options.json.empty()) {
        report::write_json(command.options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(result), command.unit, run));
    }
    if (prints && command.options.json != "-") {
        CampaignCommand printed = command;
        printed.interval = interval;
        printed.options.shard.clear();
        printed.options.json.clear();
        report_result(printed, result, run);
    } else if (!command.options.csv.empty()) {
        report::write_result_csv(command.options.csv, result, interval);
    }
}

void require_room(const std::string& path, double bytes) {
    const files::Kind kind = files::kind_of(path);
    if ((kind != files::Kind::regular && kind != files::Kind::missing)
        || files::names_standard_output(path)) {
        throw Refusal(ExitCode::path, fmt::format("'{}' is not a regular file; - writes to stdout",
                                                  files::printable(path)));
    }
    const std::optional<double> room = files::free_room(path);
    const double more = bytes - static_cast<double>(files::size_of(path)); // is used again
    constexpr double clearly = 0.95;
    if (room && clearly * more > *room) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' would grow to about {}B and the disk has room for {}B",
                                  files::printable(path), report::scaled(bytes),
                                  report::scaled(*room)));
    }
}

} // namespace primerank::commands
