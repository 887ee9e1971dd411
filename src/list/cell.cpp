#include "list/cell.hpp"

#include "list/little_endian.hpp"

#include <algorithm>
#include <new>
#include <string>
#include <zstd.h>

namespace primerank::list {
namespace {

constexpr std::uint32_t cell_magic = 0x184D2A51;
constexpr std::uint32_t plain_magic = 0x184D2A52;
constexpr std::size_t plain_header = 8;
constexpr std::uint32_t counted_bytes = CellHeader::size - 8;

/// Distances in one cell are below 2^22, their halves below 2^21.
constexpr std::size_t longest_gap = 3;

[[noreturn]] void damaged(const std::string& what) {
    throw DamagedList(what);
}

/// Half distances as numbers from `first` on; where they end.
std::uint64_t* add_up(std::span<const std::uint8_t> gaps, std::uint64_t first, std::uint64_t* to) {
    std::uint64_t n = first;
    std::size_t i = 0;
    *to++ = n;
    if (n == 2 && !gaps.empty() && gaps[0] == 0) {
        *to++ = n = 3;
        i = 1;
    }
    while (i < gaps.size()) {
        std::uint64_t half = gaps[i++];
        if (half >= 0x80) {
            half &= 0x7F;
            unsigned shift = 7;
            std::uint8_t byte = 0x80;
            while (byte >= 0x80 && i < gaps.size() && shift < 7 * longest_gap) {
                byte = gaps[i++];
                half |= std::uint64_t{byte & 0x7FU} << shift;
                shift += 7;
            }
        }
        *to++ = n += 2 * half;
    }
    return to;
}

} // namespace

CellHeader CellHeader::parse(std::span<const std::uint8_t, size> bytes) {
    const std::uint8_t* const at = bytes.data();
    if (load<std::uint32_t>(at) != cell_magic || load<std::uint32_t>(at + 4) != counted_bytes) {
        damaged("a cell does not begin where the one before it ends");
    }
    CellHeader header;
    header.first = load<std::uint64_t>(at + 8);
    header.last = load<std::uint64_t>(at + 16);
    header.sum = load<std::uint64_t>(at + 24);
    header.count = load<std::uint32_t>(at + 32);
    header.gap_bytes = load<std::uint32_t>(at + 36);
    if (header.count == 0 || header.count > cell_width || header.first > header.last
        || cell_of(header.first) != cell_of(header.last)
        || header.gap_bytes > ZSTD_compressBound(longest_gap * cell_width)) {
        damaged("a cell's header cannot be right");
    }
    return header;
}

void CellHeader::write(std::uint8_t* to) const {
    to = store(to, cell_magic);
    to = store(to, counted_bytes);
    to = store(to, first);
    to = store(to, last);
    to = store(to, sum);
    to = store(to, count);
    store(to, gap_bytes);
}

struct CellEncoder::Compressor {
    explicit Compressor(int level) : context(ZSTD_createCCtx()) {
        if (context == nullptr) {
            throw std::bad_alloc();
        }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    }
    ~Compressor() { ZSTD_freeCCtx(context); }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    ZSTD_CCtx* context;
};

CellEncoder::CellEncoder(int level)
    : compressor_(level == 0 ? nullptr : std::make_unique<Compressor>(level)) {}
CellEncoder::~CellEncoder() = default;
CellEncoder::CellEncoder(CellEncoder&&) noexcept = default;
CellEncoder& CellEncoder::operator=(CellEncoder&&) noexcept = default;

void CellEncoder::append(std::span<const std::uint64_t> numbers) {
    if (numbers.empty()) {
        return;
    }
    const std::size_t room = gap_count_ + longest_gap * numbers.size();
    if (gaps_.size() < room) {
        gaps_.resize(std::max(room, 2 * gaps_.size()));
    }
    std::uint64_t before = header_.last;
    std::uint64_t sum = header_.sum;
    std::size_t i = 0;
    if (empty()) {
        header_.first = before = numbers[0];
        sum = before;
        i = 1;
    }
    std::uint8_t* to = gaps_.data() + gap_count_;
    for (; i < numbers.size(); ++i) {
        std::uint64_t half = (numbers[i] - before) / 2;
        before = numbers[i];
        sum += before;
        while (half >= 0x80) {
            *to++ = static_cast<std::uint8_t>(half | 0x80);
            half >>= 7;
        }
        *to++ = static_cast<std::uint8_t>(half);
    }
    header_.last = before;
    header_.sum = sum;
    header_.count += static_cast<std::uint32_t>(numbers.size());
    gap_count_ = static_cast<std::size_t>(to - gaps_.data());
}

std::size_t CellEncoder::most_bytes() const {
    return CellHeader::size
           + (compressor_ ? ZSTD_compressBound(gap_count_) : plain_header + gap_count_);
}

std::size_t CellEncoder::finish(std::uint8_t* to) {
    std::uint8_t* const gaps = to + CellHeader::size;
    std::size_t size = 0;
    if (compressor_) {
        size = ZSTD_compress2(compressor_->context, gaps, ZSTD_compressBound(gap_count_),
                              gaps_.data(), gap_count_);
        if (ZSTD_isError(size) != 0) {
            throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size));
        }
    } else {
        std::uint8_t* const end =
            store(store(gaps, plain_magic), static_cast<std::uint32_t>(gap_count_));
        std::copy_n(gaps_.data(), gap_count_, end);
        size = plain_header + gap_count_;
    }
    header_.gap_bytes = static_cast<std::uint32_t>(size);
    header_.write(to);
    header_ = {};
    gap_count_ = 0;
    return CellHeader::size + size;
}

struct CellDecoder::Decompressor {
    Decompressor() : context(ZSTD_createDCtx()) {
        if (context == nullptr) {
            throw std::bad_alloc();
        }
    }
    ~Decompressor() { ZSTD_freeDCtx(context); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    ZSTD_DCtx* context;
};

CellDecoder::CellDecoder() : decompressor_(std::make_unique<Decompressor>()) {}
CellDecoder::~CellDecoder() = default;
CellDecoder::CellDecoder(CellDecoder&&) noexcept = default;
CellDecoder& CellDecoder::operator=(CellDecoder&&) noexcept = default;

std::span<const std::uint64_t> CellDecoder::decode(const CellHeader& header,
                                                   std::span<const std::uint8_t> gaps) {
    if (gaps.size() >= plain_header && load<std::uint32_t>(gaps.data()) == plain_magic) {
        if (load<std::uint32_t>(gaps.data() + 4) != gaps.size() - plain_header) {
            damaged("a cell's gaps have two lengths");
        }
        gaps = gaps.subspan(plain_header);
    } else {
        gaps_.resize(longest_gap * header.count);
        const std::size_t size = ZSTD_decompressDCtx(decompressor_->context, gaps_.data(),
                                                     gaps_.size(), gaps.data(), gaps.size());
        if (ZSTD_isError(size) != 0) {
            damaged(std::string("zstd: ") + ZSTD_getErrorName(size));
        }
        gaps = {gaps_.data(), size};
    }
    numbers_.resize(gaps.size() + 1);
    const auto count =
        static_cast<std::size_t>(add_up(gaps, header.first, numbers_.data()) - numbers_.data());
    const std::span<const std::uint64_t> numbers{numbers_.data(), count};
    std::uint64_t sum = 0;
    std::uint64_t before = header.first - 1;
    bool ascending = true;
    for (const std::uint64_t n : numbers) {
        sum += n;
        ascending = ascending && n > before;
        before = n;
    }
    if (count != header.count || numbers.back() != header.last || sum != header.sum || !ascending) {
        damaged("the numbers from " + std::to_string(header.first)
                + " on are not those that were written");
    }
    return numbers;
}

} // namespace primerank::list
