#include "commands/list_sinks.hpp"

#include "files/standard_output.hpp"
#include "list/compact_file.hpp"
#include "numbers/joined_threads.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace primerank::commands {

void CellRenderer::render(std::span<const std::uint8_t> cells,
                          const std::function<void(std::span<const std::uint8_t>)>& write) {
    list::for_each_cell(decoder_, cells, [&](std::span<const std::uint64_t> numbers) {
        buffer_.resize(list::rendered_size(format_, numbers) + list::TextRenderer::most_bytes);
        std::uint8_t* const end = format_ == list::Format::text
                                      ? text_.render(numbers, buffer_.data())
                                      : list::render_u64(numbers, buffer_.data());
        write({buffer_.data(), end});
    });
}

void FileSink::write(std::span<const list::Block> blocks, std::uint64_t offset) {
    if (!file_) {
        file_ = open_();
        for (int lane = 0; lane < file_->lanes(); ++lane) {
            renderers_.emplace_back(format_);
        }
    }
    std::vector<std::uint64_t> offsets;
    for (const list::Block& block : blocks) {
        offsets.push_back(offset);
        offset += block.listed_bytes();
    }
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](int lane) {
        try {
            for (std::size_t i = next++; i < blocks.size(); i = next++) {
                write_block(lane, blocks[i], offsets[i]);
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
            next = blocks.size();
        }
    };
    const int lanes = std::min(file_->lanes(), static_cast<int>(blocks.size()));
    JoinedThreads threads(lanes > 0 ? static_cast<unsigned>(lanes) : 0);
    for (int lane = 1; lane < lanes; ++lane) {
        threads.start([&work, lane] { work(lane); });
    }
    work(0);
    threads.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    if (durable_) {
        file_->sync();
    }
}

void FileSink::write_block(int lane, const list::Block& block, std::uint64_t offset) {
    if (format_ == list::Format::compact) {
        file_->write_at(lane, list::FileHeader::size + offset, block.bytes());
        return;
    }
    renderers_[static_cast<std::size_t>(lane)].render(block.bytes(),
                                                      [&](std::span<const std::uint8_t> bytes) {
                                                          file_->write_at(lane, offset, bytes);
                                                          offset += bytes.size();
                                                      });
}

void StdoutSink::write(std::span<const list::Block> blocks, std::uint64_t /*offset*/) {
    std::string cells;
    for (const list::Block& block : blocks) {
        const auto bytes = block.bytes();
        cells.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    for (const std::string& of_rank : ranks_.gather_texts(cells)) {
        renderer_.render({reinterpret_cast<const std::uint8_t*>(of_rank.data()), of_rank.size()},
                         write_to_stdout);
    }
    if (ranks_.rank() == 0) {
        files::standard_output().flush();
    }
}

void write_to_stdout(std::span<const std::uint8_t> bytes) {
    files::standard_output().write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

} // namespace primerank::commands
