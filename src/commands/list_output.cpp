#include "commands/list_output.hpp"

#include "campaign/file_handle.hpp"
#include "commands/exit_code.hpp"
#include "report/numerals.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

namespace primerank::commands {
namespace {

using campaign::FileHandle;
using list::FileHeader;
using list::Format;

[[noreturn]] void fail(const std::string& path) {
    throw std::system_error(errno, std::generic_category(), "'" + path + "' cannot be written");
}

void write_header(int file, const std::string& path, const FileHeader& header) {
    const std::string bytes = header.bytes();
    if (::pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        fail(path);
    }
}

std::uint64_t size_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

} // namespace

/// Bytes of the file when it holds what the tally is of.
std::uint64_t ListFile::size_with(const list::ListTally& tally) const {
    return (format_ == Format::compact ? FileHeader::size : 0) + list::listed_bytes(format_, tally);
}

std::string ListFile::save() {
    return std::filesystem::absolute(path_).string();
}

void ListFile::resume(const State& state) {
    const bool begins = state.tally.bytes == 0;
    const FileHandle file(
        ::open(path_.c_str(), O_RDWR | O_CLOEXEC | (begins ? O_CREAT | O_TRUNC : 0), 0666));
    if (!file.open()) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' cannot be written: {}", path_, std::strerror(errno)));
    }
    if (!begins) {
        require_same_list(file.get(), state.tally);
        if (::ftruncate(file.get(), static_cast<off_t>(size_with(state.tally))) != 0) {
            fail(path_);
        }
    }
    if (format_ == Format::compact) {
        write_header(file.get(), path_, header_);
    }
}

/// A file that was swapped for another would be continued in the middle. A compact list must have
/// its question in the header, any other the journal's last number where the journal says.
void ListFile::require_same_list(int file, const list::ListTally& tally) const {
    if (size_of(path_) < size_with(tally)) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' is shorter than the journal says it was", path_));
    }
    bool same = false;
    if (format_ == Format::compact) {
        std::string bytes(FileHeader::size, '\0');
        try {
            same =
                ::pread(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())
                && FileHeader::parse(bytes).same_question(header_);
        } catch (const list::DamagedList&) {
            same = false;
        }
    } else {
        const std::uint64_t last[] = {tally.last};
        const std::uint64_t before = tally.count - 1;
        list::Renderer renderer(format_);
        std::string expected(renderer.room_for(last, before), '\0');
        auto* const begin = reinterpret_cast<std::uint8_t*>(expected.data());
        expected.resize(static_cast<std::size_t>(renderer.render(last, before, begin) - begin));
        std::string found(expected.size(), '\0');
        same = ::pread(file, found.data(), found.size(),
                       static_cast<off_t>(size_with(tally) - found.size()))
                   == static_cast<ssize_t>(found.size())
               && found == expected;
    }
    if (!same) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' is not the list that the journal goes with", path_));
    }
}

void ListFile::finish(const State& state) {
    const FileHandle file(::open(path_.c_str(), O_RDWR | O_CLOEXEC));
    if (!file.open() || ::ftruncate(file.get(), static_cast<off_t>(size_with(state.tally))) != 0) {
        fail(path_);
    }
    if (format_ == Format::compact && state.frontier >= header_.interval.stop) {
        FileHeader finished = header_;
        finished.totals = state.tally;
        write_header(file.get(), path_, finished);
    }
    if (::fdatasync(file.get()) != 0) {
        fail(path_);
    }
}

void report_list_result(const CampaignCommand& command, const Interval& interval,
                        const report::Result& result, const report::RunInfo& run, bool prints) {
    if (!command.options.json.empty()) {
        report::write_json(command.options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(result), command.unit, run));
    }
    if (prints) {
        CampaignCommand printed = command;
        printed.interval = interval;
        printed.options.shard.clear();
        printed.options.json.clear();
        report_result(printed, result, run);
    } else if (!command.options.csv.empty()) {
        report::write_result_csv(command.options.csv, result, interval);
    }
}

std::optional<double> room_at(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    struct statvfs disk {};
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &disk) != 0) {
        return std::nullopt;
    }
    return static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
}

void require_room(const std::string& path, double bytes) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' is not a regular file; - writes to stdout", path));
    }
    const std::optional<double> room = room_at(path);
    const double more = bytes - static_cast<double>(size_of(path)); // what is there is used again
    constexpr double clearly = 0.95;
    if (room && clearly * more > *room) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' would grow to about {}B and the disk has room for {}B",
                                  path, report::scaled(bytes), report::scaled(*room)));
    }
}

} // namespace primerank::commands
