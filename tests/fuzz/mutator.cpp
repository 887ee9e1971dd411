#include "fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace primerank::fuzz {
namespace {

constexpr std::array numbers = {"0",
                                "1",
                                "-1",
                                "2",
                                "127",
                                "128",
                                "255",
                                "1000",
                                "1001",
                                "65536",
                                "2147483647",
                                "2147483648",
                                "4294967295",
                                "4294967296",
                                "9223372036854775807",
                                "9223372036854775808",
                                "-9223372036854775808",
                                "18446744073709551615",
                                "18446744073709551616",
                                "340282366920938463463374607431768211454",
                                "340282366920938463463374607431768211455",
                                "340282366920938463463374607431768211456",
                                "99999999999999999999999999999999999999999",
                                "1e999999999999999999999"};

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

} // namespace

std::string Mutator::next() {
    std::string input = any();
    std::size_t places = below(2) == 0 ? 1 : 1 + below(6);
    while (places-- > 0) {
        damage(input);
    }
    return input;
}

void Mutator::damage(std::string& input) {
    const std::size_t at = below(input.size() + 1);
    const std::size_t rest = input.size() - at;
    const std::size_t size = std::min(rest, 1 + below(below(4) == 0 ? 64 : 4));
    switch (below(10)) {
    case 0: // flip a bit
        if (rest > 0) {
            input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        }
        break;
    case 1:
        if (rest > 0) {
            input[at] = inserted()[0];
        }
        break;
    case 2:
        input.insert(at, inserted());
        break;
    case 3:
        input.erase(at, size);
        break;
    case 4: // copy within
        input.insert(below(input.size() + 1), input.substr(at, size));
        break;
    case 5:
        input.resize(at);
        break;
    case 6: { // splice
        const std::string& other = any();
        input.replace(at, std::string::npos, other, below(other.size() + 1));
        break;
    }
    case 7: { // a piece of another
        const std::string& other = any();
        input.insert(at, other, below(other.size() + 1), 1 + below(16));
        break;
    }
    case 8:
        replace_number(input);
        break;
    default:
        overwrite(input);
    }
}

/// The digits nearest behind some place become another number, or one more or less.
void Mutator::replace_number(std::string& input) {
    const auto begin =
        std::find_if(input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)),
                     input.end(), is_digit);
    const auto end = std::find_if_not(begin, input.end(), is_digit);
    if (begin != end && below(2) == 0) {
        char& last = *(end - 1);
        last = static_cast<char>('0' + (last - '0' + (below(2) == 0 ? 1 : 9)) % 10);
        return;
    }
    input.replace(begin, end, numbers[below(numbers.size())]);
}

/// A binary number of 4 or 8 bytes.
void Mutator::overwrite(std::string& input) {
    const std::size_t size = below(2) == 0 ? 4 : 8;
    if (input.size() < size) {
        return;
    }
    char* const at = input.data() + below(input.size() - size + 1);
    std::uint64_t number = 0;
    std::memcpy(&number, at, size);
    switch (below(3)) {
    case 0:
        number = std::uint64_t{1} << below(64);
        break;
    case 1:
        number += below(2) == 0 ? below(16) : -below(16);
        break;
    default:
        number = std::uint64_t{0} - below(3);
    }
    std::memcpy(at, &number, size);
}

std::string Mutator::inserted() {
    std::string text;
    do {
        text += below(8) == 0 ? static_cast<char>(below(256)) : bytes_[below(bytes_.size())];
    } while (below(3) == 0);
    return text;
}

std::string escaped(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F && c != '\\') {
            text += c;
            continue;
        }
        std::array<char, 5> hex{};
        std::snprintf(hex.data(), hex.size(), "\\x%02X", byte);
        text += hex.data();
    }
    return text;
}

} // namespace primerank::fuzz
