#include "list/rendering.hpp"

#include "list/little_endian.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace primerank::list {
namespace {

constexpr std::uint64_t block_width = 10'000;

/// The four digits of every number below 10^4.
constexpr std::array<std::array<char, 4>, block_width> four_digits = [] {
    std::array<std::array<char, 4>, block_width> table{};
    for (unsigned n = 0; n < block_width; ++n) {
        table[n] = {static_cast<char>('0' + n / 1000), static_cast<char>('0' + n / 100 % 10),
                    static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
    }
    return table;
}();

constexpr std::array<uint128, 25> powers_of_ten = [] {
    std::array<uint128, 25> powers{};
    uint128 power = 1;
    for (uint128& each : powers) {
        each = power *= 10;
    }
    return powers;
}();

std::size_t digits(uint128 n) {
    return 1
           + static_cast<std::size_t>(
               std::upper_bound(powers_of_ten.begin(), powers_of_ten.end(), n)
               - powers_of_ten.begin());
}

/// Of the indices 1 to count, each with the space behind it.
std::uint64_t index_bytes(std::uint64_t count) {
    uint128 bytes = 2 * uint128{count}; // one digit; another from 10 on, from 100 on, ...
    for (const uint128 power : powers_of_ten) {
        bytes += count >= power ? count - power + 1 : 0;
    }
    return static_cast<std::uint64_t>(bytes);
}

/// Without leading zeros.
std::uint8_t* render_plainly(std::uint64_t n, std::uint8_t* to) {
    char* const text = reinterpret_cast<char*>(to);
    char* const end = std::to_chars(text, text + TextRenderer::most_bytes, n).ptr;
    *end = '\n';
    return reinterpret_cast<std::uint8_t*>(end + 1);
}

} // namespace

Format parse_format(const std::string& word) {
    for (const Format format : {Format::text, Format::u64, Format::bfile, Format::compact}) {
        if (word == format_name(format)) {
            return format;
        }
    }
    throw std::invalid_argument("--format is '" + word
                                + "'; legal are text, u64, bfile and compact");
}

std::string format_name(Format format) {
    switch (format) {
    case Format::text:
        return "text";
    case Format::u64:
        return "u64";
    case Format::bfile:
        return "bfile";
    case Format::compact:
        break;
    }
    return "compact";
}

std::uint64_t rendered_size(Format format, std::span<const std::uint64_t> numbers, uint128 origin) {
    if (format == Format::u64) {
        return 8 * numbers.size();
    }
    std::uint64_t size = 0;
    while (!numbers.empty()) {
        const std::size_t length = digits(origin + numbers.front());
        auto end = numbers.end();
        if (digits(origin + numbers.back()) != length) {
            end = std::lower_bound(numbers.begin(), numbers.end(),
                                   powers_of_ten[length - 1] - origin);
        }
        const auto count = static_cast<std::size_t>(end - numbers.begin());
        size += count * (length + 1);
        numbers = numbers.subspan(count);
    }
    return size;
}

std::uint64_t listed_bytes(Format format, const ListTally& tally) {
    return tally.bytes + (format == Format::bfile ? index_bytes(tally.count) : 0);
}

void TextRenderer::begin_block(std::uint64_t n) {
    const uint128 number = origin_ + n;
    block_ = n - static_cast<std::uint64_t>(number % block_width);
    const std::string digits = to_string(number / block_width);
    shared_size_ = digits.copy(shared_.data(), shared_.size());
}

std::uint8_t* TextRenderer::render(std::span<const std::uint64_t> numbers, std::uint8_t* to) {
    std::size_t i = 0;
    for (; i < numbers.size() && origin_ + numbers[i] < block_width; ++i) {
        to = render_plainly(numbers[i], to);
    }
    for (; i < numbers.size(); ++i) {
        std::uint64_t low = numbers[i] - block_;
        if (low >= block_width || shared_size_ == 0) {
            begin_block(numbers[i]);
            low = numbers[i] - block_;
        }
        std::memcpy(to, shared_.data(), 16);
        if (shared_size_ > 16) {
            std::memcpy(to + 16, shared_.data() + 16, 8);
        }
        to += shared_size_;
        std::memcpy(to, four_digits[low].data(), 4);
        to[4] = '\n';
        to += 5;
    }
    return to;
}

std::uint8_t* render_u64(std::span<const std::uint64_t> numbers, std::uint8_t* to) {
    std::memcpy(to, numbers.data(), 8 * numbers.size());
    return to + 8 * numbers.size();
}

std::size_t Renderer::room_for(std::span<const std::uint64_t> numbers, std::uint64_t before) const {
    const std::uint64_t indices =
        format_ == Format::bfile ? index_bytes(before + numbers.size()) - index_bytes(before) : 0;
    return rendered_size(format_, numbers, origin_) + indices + TextRenderer::most_bytes;
}

std::uint8_t* Renderer::render(std::span<const std::uint64_t> numbers, std::uint64_t before,
                               std::uint8_t* to) {
    if (format_ == Format::u64) {
        return render_u64(numbers, to);
    }
    if (format_ == Format::text) {
        return values_.render(numbers, to);
    }
    for (const std::uint64_t& value : numbers) {
        const std::uint64_t index[] = {++before};
        to = indices_.render(index, to);
        to[-1] = ' ';
        to = values_.render({&value, 1}, to);
    }
    return to;
}

} // namespace primerank::list
