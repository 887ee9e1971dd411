#pragma once

#include "cluster/ranks.hpp"
#include "list/cell.hpp"
#include "list/rendering.hpp"
#include "list/workload.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace primerank::commands {

/// Turns cells back into numbers and numbers into text, u64 or a b-file. One object a thread.
class CellRenderer {
  public:
    explicit CellRenderer(list::Format format, uint128 origin) : renderer_(format, origin) {}

    /// Calls write(bytes) for every cell of a row of cells, in order. before: how many numbers the
    /// list holds before them; returns how many with them.
    std::uint64_t render(std::span<const std::uint8_t> cells, std::uint64_t before,
                         const std::function<void(std::span<const std::uint8_t>)>& write);

  private:
    list::CellDecoder decoder_;
    list::Renderer renderer_;
    sieve::AlignedBuffer<std::uint8_t> buffer_;
};

/// A list that goes to a file, written by all ranks and by several threads of each.
class FileSink : public list::Sink {
  public:
    using Open = std::function<std::unique_ptr<cluster::SharedFile>()>;

    /// open: called when the first round is written. durable: what write() wrote is on the disk
    /// when it returns.
    FileSink(const list::Form& form, Open open, bool durable)
        : format_(form.format), origin_(form.origin), open_(std::move(open)), durable_(durable) {}

    void write(std::span<const list::Block> blocks, const list::ListTally& before) override;

  private:
    void write_block(int lane, const list::Block& block, const list::ListTally& before);

    list::Format format_;
    uint128 origin_;
    Open open_;
    bool durable_;
    std::unique_ptr<cluster::SharedFile> file_;
    std::vector<CellRenderer> renderers_; ///< one a lane
};

/// Writes to stdout. Throws files::OutputLost.
void write_to_stdout(std::span<const std::uint8_t> bytes);

/// A list that goes to rank 0's stdout: the other ranks' cells are gathered there.
class StdoutSink : public list::Sink {
  public:
    StdoutSink(cluster::Ranks& ranks, const list::Form& form)
        : ranks_(ranks), renderer_(form.format, form.origin) {}

    void write(std::span<const list::Block> blocks, const list::ListTally& before) override;

  private:
    cluster::Ranks& ranks_;
    CellRenderer renderer_;
};

} // namespace primerank::commands
