#include "commands/list_sinks.hpp"

#include "list/compact_file.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>

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
            renderers_.emplace_back(format_);
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
    std::vector<std::thread> threads;
    for (int lane = 1; lane < std::min<int>(file_->lanes(), static_cast<int>(blocks.size()));
         ++lane) {
        threads.emplace_back(work, lane);
    }
    work(0);
    for (std::thread& thread : threads) {
        thread.join();
    }
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

void write_to_stdout(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "stdout cannot be written");
        }
        bytes = bytes.subspan(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
}

} // namespace primerank::commands
