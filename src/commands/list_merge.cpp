#include "campaign/file_handle.hpp"
#include "commands/exit_code.hpp"
#include "commands/list_output.hpp"
#include "commands/merge.hpp"
#include "list/compact_file.hpp"
#include "list/rendering.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace primerank::commands {
namespace {

using campaign::FileHandle;

/// Where the journal says, or beside the journal if both were moved.
std::string find_part(const ListPart& part) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (part.file.empty() || fs::exists(part.file, ignored)) {
        return part.file;
    }
    return (fs::path(part.journal).parent_path() / fs::path(part.file).filename()).string();
}

FileHandle open_part(const ListPart& part, std::uint64_t size) {
    if (part.file.empty()) {
        throw Refusal(ExitCode::journal,
                      fmt::format("journal '{}' does not say where its list is; run its command "
                                  "once more",
                                  part.journal));
    }
    const std::string path = find_part(part);
    FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!file.open() || ::fstat(file.get(), &status) != 0) {
        throw Refusal(ExitCode::path,
                      fmt::format("'{}' cannot be read: {}", path, std::strerror(errno)));
    }
    if (static_cast<std::uint64_t>(status.st_size) != size) {
        throw Refusal(ExitCode::journal,
                      fmt::format("'{}' should be {} bytes long, as journal '{}' says, and is {}",
                                  path, size, part.journal, status.st_size));
    }
    return file;
}

/// Writes what stands in a part from `offset` on behind what is in the output.
void append_part(int output, const std::string& path, int part, std::uint64_t offset) {
    std::vector<char> buffer(std::size_t{4} << 20);
    for (;;) {
        const ssize_t count =
            ::pread(part, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (count == 0) {
            return;
        }
        if (count < 0) {
            throw std::system_error(errno, std::generic_category(), "a part cannot be read");
        }
        offset += static_cast<std::uint64_t>(count);
        for (ssize_t written = 0; written < count;) {
            const ssize_t more =
                ::write(output, buffer.data() + written, static_cast<std::size_t>(count - written));
            if (more < 0 && errno != EINTR) {
                throw std::system_error(errno, std::generic_category(),
                                        "'" + path + "' cannot be written");
            }
            written += std::max<ssize_t>(more, 0);
        }
    }
}

} // namespace

void merge_lists(const CampaignCommand& command, const std::vector<ListPart>& parts,
                 const std::string& output, const report::RunInfo& run) {
    const auto format = list::parse_format(command.question.at("format").get<std::string>());
    list::FileHeader header;
    header.interval = command.interval;
    header.pattern = command.question.value("pattern", "");
    header.question_stop = command.interval.stop;
    header.level = command.question.value("level", 0);
    const std::uint64_t header_size = format == list::Format::compact ? list::FileHeader::size : 0;
    list::ListTally whole;
    std::vector<FileHandle> files;
    for (const ListPart& part : parts) {
        if (!part.file.empty() && find_part(part) == std::filesystem::absolute(output).string()) {
            throw Refusal(ExitCode::refused,
                          fmt::format("--output '{}' is one of the parts", output));
        }
        if (part.tally.bytes > 0) { // what lists nothing may not even say where
            files.push_back(open_part(part, header_size + list::listed_bytes(format, part.tally)));
            whole.combine(part.tally);
        }
    }
    require_room(output, static_cast<double>(header_size + list::listed_bytes(format, whole)));
    campaign::State<list::ListTally> state;
    ListFile file(output, format, header);
    file.resume(state);
    {
        const FileHandle joined(::open(output.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
        for (const FileHandle& part : files) {
            append_part(joined.get(), output, part.get(), header_size);
        }
    }
    state = {command.interval.stop, whole};
    file.finish(state);
    CampaignCommand reported = command;
    reported.unit = header.pattern.empty() ? "primes" : "constellations";
    report_list_result(reported, command.interval,
                       {{reported.unit, std::to_string(whole.count)},
                        {"bytes", std::to_string(header_size + list::listed_bytes(format, whole))}},
                       run, true);
}

} // namespace primerank::commands
