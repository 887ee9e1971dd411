#include "cluster/serial_ranks.hpp"

#include <algorithm>
#include <cstdlib>

namespace primerank::cluster {

void SerialRanks::scatter_bytes(std::span<const unsigned char> parts,
                                std::span<unsigned char> mine) {
    std::copy(parts.begin(), parts.end(), mine.begin());
}

std::vector<unsigned char> SerialRanks::gather_bytes(std::span<const unsigned char> mine) {
    return {mine.begin(), mine.end()};
}

std::string SerialRanks::scatter_text(const std::vector<std::string>& parts) {
    return parts.front();
}

std::vector<std::string> SerialRanks::gather_texts(const std::string& mine) {
    return {mine};
}

std::string SerialRanks::reduce_text(std::string mine, const Combine& /*combine*/,
                                     bool /*fixed_size*/) {
    return mine;
}

void SerialRanks::await_all(const std::function<void()>& /*idle*/) {}

std::unique_ptr<SharedFile> SerialRanks::open_shared(const std::string& path, int lanes) {
    return open_posix_file(path, lanes);
}

void SerialRanks::end_all(int code) {
    std::exit(code);
}

} // namespace primerank::cluster
