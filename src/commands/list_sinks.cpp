#include "commands/list_sinks.hpp"

#include "files/standard_output.hpp"
#include "list/compact_file.hpp"
#include "numbers/joined_threads.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace primerank::commands {

std::uint64_t
CellRenderer::render(std::span<const std::uint8_t> cells, std::uint64_t before,
                     const std::function<void(std::span<const std::uint8_t>)>& write) {
    list::for_each_cell(decoder_, cells, [&](std::span<const std::uint64_t> numbers) {
        buffer_.resize(renderer_.room_for(numbers, before));
        write({buffer_.data(), renderer_.render(numbers, before, buffer_.data())});
        before += numbers.size();
    });
    return before;
}

void FileSink::write(std::span<const list::Block> blocks, const list::ListTally& before) {
    if (!file_) {
        file_ = open_();
        for (int lane = 0; lane < file_->lanes(); ++lane) {
            renderers_.emplace_back(format_, origin_);
        }
    }
    std::vector<list::ListTally> before_block = {before};
    for (const list::Block& block : blocks) {
        before_block.push_back(before_block.back());
        before_block.back().combine(block.tally());
    }
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](int lane) {
        try {
            for (std::size_t i = next++; i < blocks.size(); i = next++) {
                write_block(lane, blocks[i], before_block[i]);
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

void FileSink::write_block(int lane, const list::Block& block, const list::ListTally& before) {
    std::uint64_t offset = list::listed_bytes(format_, before);
    if (format_ == list::Format::compact) {
        file_->write_at(lane, list::FileHeader::size + offset, block.bytes());
        return;
    }
    renderers_[static_cast<std::size_t>(lane)].render(block.bytes(), before.count,
                                                      [&](std::span<const std::uint8_t> bytes) {
                                                          file_->write_at(lane, offset, bytes);
                                                          offset += bytes.size();
                                                      });
}

void StdoutSink::write(std::span<const list::Block> blocks, const list::ListTally& before) {
    std::string cells;
    for (const list::Block& block : blocks) {
        const auto bytes = block.bytes();
        cells.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    std::uint64_t count = before.count;
    for (const std::string& of_rank : ranks_.gather_texts(cells)) {
        count = renderer_.render(
            {reinterpret_cast<const std::uint8_t*>(of_rank.data()), of_rank.size()}, count,
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
