#include "numbers/byte_archive.hpp"

#include <stdexcept>

namespace primerank {
namespace {

[[noreturn]] void fail() {
    throw std::runtime_error("what another rank sent is cut short");
}

} // namespace

std::size_t ByteReader::count_of(std::size_t least) {
    std::uint64_t count = 0;
    *this& count;
    if (count > bytes_.size() / least) {
        fail();
    }
    return count;
}

const char* ByteReader::take(std::size_t size) {
    if (size > bytes_.size()) {
        fail();
    }
    const char* from = bytes_.data();
    bytes_.remove_prefix(size);
    return from;
}

} // namespace primerank
