#include "commands/command_files.hpp"
#include "commands/exit_code.hpp"
#include "commands/list_output.hpp"
#include "commands/merge.hpp"
#include "files/paths.hpp"
#include "files/random_access_file.hpp"
#include "files/text.hpp"
#include "law/erased.hpp"
#include "list/compact_file.hpp"
#include "list/rendering.hpp"

#include <fmt/core.h>

namespace primerank::commands {
namespace {

using files::RandomAccessFile;

constexpr const char* role = "a part of a list";

/// Where the journal says, or beside the journal if both were moved.
std::string find_part(const ListPart& part) {
    if (part.file.empty() || files::exists(part.file)) {
        return part.file;
    }
    return files::folder_of(part.journal) + "/" + files::name_of(part.file);
}

RandomAccessFile open_part(const ListPart& part, std::uint64_t size) {
    if (part.file.empty()) {
        throw Refusal(ExitCode::journal,
                      fmt::format("journal '{}' does not say where its list is; run its command "
                                  "once more",
                                  files::printable(part.journal)));
    }
    RandomAccessFile file(find_part(part), RandomAccessFile::Mode::read, role);
    if (file.size() != size) {
        throw Refusal(ExitCode::journal,
                      fmt::format("'{}' should be {} bytes long, as journal '{}' says, and is {}",
                                  files::printable(file.path()), size,
                                  files::printable(part.journal), file.size()));
    }
    return file;
}

/// None of the parts may be what they are joined in.
void require_distinct_parts(const CampaignCommand& command, const std::vector<ListPart>& parts,
                            const std::string& output) {
    std::vector<files::NamedFile> named = {{"--output", output, files::Access::write},
                                           {"--json", command.options.json, files::Access::write},
                                           {"--csv", command.options.csv, files::Access::write}};
    for (const ListPart& part : parts) {
        named.push_back({role, find_part(part), files::Access::read});
    }
    require_distinct_files(named);
}

} // namespace

void merge_lists(const CampaignCommand& command, const std::vector<ListPart>& parts,
                 const std::string& output, const report::RunInfo& run) {
    const auto format = list::parse_format(command.question.at("format").get<std::string>());
    list::FileHeader header;
    header.interval = command.interval;
    header.pattern = command.question.value("pattern", "");
    header.question_stop = command.interval.stop;
    header.origin = command.origin();
    header.level = command.question.value("level", 0);
    const std::uint64_t header_size = format == list::Format::compact ? list::FileHeader::size : 0;
    list::ListTally whole;
    require_distinct_parts(command, parts, output);
    std::vector<RandomAccessFile> open_parts;
    for (const ListPart& part : parts) {
        if (part.tally.bytes > 0) { // what lists nothing may not even say where
            open_parts.push_back(
                open_part(part, header_size + list::listed_bytes(format, part.tally)));
            whole.combine(part.tally);
        }
    }
    require_room(output, static_cast<double>(header_size + list::listed_bytes(format, whole)));
    campaign::State state{0, law::erased_tally(list::ListTally{})};
    ListFile file(output, format, header);
    file.resume(state);
    {
        const RandomAccessFile joined(output, RandomAccessFile::Mode::update, "a list");
        std::uint64_t offset = header_size;
        for (const RandomAccessFile& part : open_parts) {
            offset = joined.copy_from(part, header_size, offset);
        }
    }
    state = {command.interval.stop, law::erased_tally(whole)};
    file.finish(state);
    CampaignCommand reported = command;
    reported.unit = header.pattern.empty() ? "primes" : "constellations";
    report_list_result(reported, command.interval,
                       {{reported.unit, std::to_string(whole.count)},
                        {"bytes", std::to_string(header_size + list::listed_bytes(format, whole))}},
                       run, true);
}

} // namespace primerank::commands
