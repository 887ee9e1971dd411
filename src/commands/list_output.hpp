#pragma once

#include "commands/campaign_command.hpp"
#include "files/random_access_file.hpp"
#include "list/compact_file.hpp"
#include "list/rendering.hpp"
#include "list/tally.hpp"

#include <cstdint>
#include <string>

namespace primerank::commands {

/// The file that a list goes to, as rank 0 sees it: made, cut back to what the journal holds, and
/// finished. What lies between is written by all ranks.
class ListFile : public Output {
  public:
    using State = campaign::State;

    /// header: of a compact list, unfinished.
    ListFile(std::string path, list::Format format, list::FileHeader header)
        : path_(std::move(path)), format_(format), header_(std::move(header)) {}

    /// The path, so that merge finds the part that goes with a journal.
    std::string save() override;

    /// Makes the file, or cuts it to the state. Throws Refusal when it is not the file that the
    /// state was written to.
    void resume(const State& state) override;

    /// Cuts off what is behind the state. A complete list gets its totals into its header.
    void finish(const State& state) override;

  private:
    [[nodiscard]] std::uint64_t size_with(const list::ListTally& tally) const;
    void require_same_list(const files::RandomAccessFile& file, const list::ListTally& tally) const;

    std::string path_;
    list::Format format_;
    list::FileHeader header_;
};

/// Prints and writes what rank 0 has in the end; prints: false when the list itself is on stdout.
/// interval: what was listed, a shard's borders being moved to those of cells.
void report_list_result(const CampaignCommand& command, const Interval& interval,
                        const report::Result& result, const report::RunInfo& run, bool prints);

/// Throws Refusal with ExitCode::path when path cannot hold a list of so many bytes: it is no
/// regular file, or the disk clearly has no room.
void require_room(const std::string& path, double bytes);

} // namespace primerank::commands
