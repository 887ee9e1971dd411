#include "numbers/bound.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace primerank {
namespace {

constexpr uint128 too_large = ~uint128{0};
constexpr std::string_view unicode_minus = "\u2212";

/// value * factor, or too_large when that passes 128 bits: a later comparison refuses it.
uint128 saturating_multiply(uint128 value, uint128 factor) {
    uint128 product = 0;
    return __builtin_mul_overflow(value, factor, &product) ? too_large : product;
}

uint128 saturating_add(uint128 left, uint128 right) {
    uint128 sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? too_large : sum;
}

uint128 power(uint128 base, uint128 exponent) {
    if (base <= 1 && exponent > 0) {
        return base;
    }
    uint128 result = 1;
    for (uint128 i = 0; i < exponent && result != too_large; ++i) {
        result = saturating_multiply(result, base);
    }
    return result;
}

uint128 value_of(std::string_view digits) {
    uint128 value = 0;
    for (const char digit : digits) {
        value = saturating_add(saturating_multiply(value, 10), static_cast<uint128>(digit - '0'));
    }
    return value;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The text in quotes, in one line that is not too long.
std::string quoted(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::size_t size = std::min<std::size_t>(text.size(), 80);
    while (size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size; // not within a character
    }
    std::string result = "'";
    for (const char c : text.substr(0, size)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            result.append("\\x").append(1, hex[byte / 16]).append(1, hex[byte % 16]);
        } else {
            result.push_back(c);
        }
    }
    return result + (size < text.size() ? "...'" : "'");
}

std::string in_words(uint128 largest) {
    return largest == two_to_the_64 ? "2^64" : to_string(largest);
}

[[noreturn]] void fail(const std::string& sentence) {
    throw std::invalid_argument(sentence);
}

[[noreturn]] void fail_negative(std::string_view text) {
    fail(quoted(text) + " is negative; a bound is 0 or more");
}

/// Of all terms, by the sign before them; too_large stands for more than 128 bits.
struct Sum {
    uint128 added = 0;
    uint128 subtracted = 0;
};

/// Recursive descent over
///   sum      = term { [ blanks ] ( "+" | "-" ) [ blanks ] term }
///   term     = power | decimal
///   power    = number ( "^" | "**" ) number
///   decimal  = ( plain [ "." [ plain ] ] | "." plain ) [ ( "e" | "E" ) [ "+" | "-" ] plain ]
///            | grouped [ "." [ plain ] ]
///   number   = plain | grouped
///   plain    = digits { "_" digits }
///   grouped  = 1 to 3 digits, the first not 0, { separator 3 digits }
/// where the separators of one number are all the same: a comma, an apostrophe, or a space that
/// does not break lines or is thin. What is grouped takes no exponent, nor a 0 in front, because
/// 1,234e12 and 0,125 have a decimal comma where they come from.
class BoundParser {
  public:
    /// text: trimmed. unit: what terms are multiplied by. Throws std::invalid_argument, as all
    /// functions.
    explicit BoundParser(std::string_view text, uint128 unit = 1) : text_(text), unit_(unit) {
        if (text_.empty()) {
            fail("a number is missing");
        }
    }

    /// with_sign: there may be one before the first term.
    Sum parse(bool with_sign) {
        Sum sum;
        bool minus = with_sign && (take("-") || take(unicode_minus));
        if (with_sign && !minus) {
            take("+");
        }
        for (;;) {
            uint128& side = minus ? sum.subtracted : sum.added;
            side = saturating_add(side, term());
            take_blanks();
            if (position_ == text_.size()) {
                break;
            }
            minus = take("-");
            if (!minus && !take("+")) {
                fail_syntax();
            }
            take_blanks();
        }
        if (!whole_ && unit_ == 1) {
            fail(quoted(text_) + " is not a whole number");
        }
        return sum;
    }

  private:
    struct Number {
        std::string digits;
        bool grouped = false;
    };

    uint128 term() {
        const Number whole = peek() == '.' ? Number{} : number();
        if (take("^") || take("**")) {
            return saturating_multiply(power(value_of(whole.digits), value_of(number().digits)),
                                       unit_);
        }
        std::string fraction;
        if (take(".") && (whole.digits.empty() || is_digit(peek()))) {
            fraction = plain();
        }
        const bool has_exponent = peek() == 'e' || peek() == 'E';
        if (has_exponent && whole.grouped) {
            fail_syntax(": what is in groups of three takes no exponent");
        }
        return scaled(whole.digits + fraction,
                      (has_exponent ? exponent() : 0) - static_cast<std::int64_t>(fraction.size()));
    }

    std::int64_t exponent() {
        constexpr std::int64_t endless = 1'000'000'000'000;
        ++position_;
        const bool minus = take("-");
        if (!minus) {
            take("+");
        }
        const auto size = static_cast<std::int64_t>(std::min<uint128>(value_of(plain()), endless));
        return minus ? -size : size;
    }

    /// digits * 10^exponent * unit, rounded down.
    uint128 scaled(std::string digits, std::int64_t exponent) {
        constexpr std::size_t enough = 24; // times a unit, still in 128 bits
        digits.erase(0, digits.find_first_not_of('0'));
        while (!digits.empty()
               && (digits.back() == '0' || (unit_ > 1 && exponent < 0 && digits.size() > enough))) {
            digits.pop_back();
            ++exponent;
        }
        if (digits.empty()) {
            return 0;
        }
        const uint128 product = saturating_multiply(value_of(digits), unit_);
        if (exponent >= 0) {
            return saturating_multiply(product, power(10, static_cast<uint128>(exponent)));
        }
        whole_ = false;
        return product / power(10, static_cast<uint128>(-exponent));
    }

    Number number() {
        const std::size_t begin = position_;
        std::string digits = plain();
        const std::string_view separator = group_separator();
        if (separator.empty()) {
            return {digits, false};
        }
        const std::size_t first_group = position_ - begin;
        bool in_threes = first_group == digits.size() && first_group <= 3 && digits.front() != '0';
        while (take(separator)) {
            std::size_t group = 0;
            for (; is_digit(peek()); ++group) {
                digits.push_back(text_[position_++]);
            }
            in_threes = in_threes && group == 3;
        }
        if (!in_threes || peek() == '_' || !group_separator().empty()) {
            fail_syntax(": it is grouped, but not in threes");
        }
        return {digits, true};
    }

    /// The separator of groups that stands here; empty when there is none.
    [[nodiscard]] std::string_view group_separator() const {
        constexpr std::array<std::string_view, 5> separators = {",", "'", "\u00A0", "\u2009",
                                                                "\u202F"};
        for (const std::string_view separator : separators) {
            if (text_.substr(position_, separator.size()) == separator) {
                return separator;
            }
        }
        return {};
    }

    std::string plain() {
        std::string digits;
        while (is_digit(peek()) || (peek() == '_' && !digits.empty() && is_digit(peek(1)))) {
            if (peek() == '_') {
                ++position_;
            }
            digits.push_back(text_[position_++]);
        }
        if (digits.empty()) {
            fail_syntax();
        }
        return digits;
    }

    bool take(std::string_view word) {
        const bool there = text_.substr(position_, word.size()) == word;
        position_ += there ? word.size() : 0;
        return there;
    }

    void take_blanks() {
        while (take(" ") || take("\t")) {
        }
    }

    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }

    [[noreturn]] void fail_syntax(const std::string& why = "") const {
        if (text_.front() == '-' || text_.substr(0, unicode_minus.size()) == unicode_minus) {
            fail_negative(text_);
        }
        const std::string_view prefix = text_.substr(0, 2);
        const bool hexadecimal = prefix == "0x" || prefix == "0X";
        fail(quoted(text_) + " is not a number" + (hexadecimal ? " in decimal" : why)
             + "; write it like 1000000, 1,000,000, 1_000_000, 1e12, 1.8e19, 10^12, 2^64-1 or "
               "1e18+1e9");
    }

    std::string_view text_;
    uint128 unit_;
    std::size_t position_ = 0;
    bool whole_ = true; ///< no term was a fraction
};

[[noreturn]] void fail_large(std::string_view text, uint128 largest) {
    fail(quoted(text) + " is larger than " + in_words(largest));
}

/// added - subtracted, from 0 to largest.
uint128 difference(const Sum& sum, std::string_view text, uint128 largest) {
    if (sum.added < sum.subtracted) {
        fail_negative(text);
    }
    // No difference from too_large is known.
    const uint128 value = sum.added == too_large ? too_large : sum.added - sum.subtracted;
    if (value > largest) {
        fail_large(text, largest);
    }
    return value;
}

/// parse_bound with the argument's name in front of what it throws.
uint128 parse_named(const char* argument, std::string_view text, uint128 largest) {
    try {
        return parse_bound(text, largest);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(std::string(argument) + ": " + error.what());
    }
}

} // namespace

uint128 parse_bound(std::string_view text, uint128 largest) {
    text = trimmed(text);
    return difference(BoundParser(text).parse(false), text, largest);
}

int128 parse_signed(std::string_view text, uint128 largest) {
    text = trimmed(text);
    const Sum sum = BoundParser(text).parse(true);
    if (std::max(sum.added, sum.subtracted) == too_large) {
        fail(quoted(text) + " is too large");
    }
    const bool minus = sum.added < sum.subtracted;
    const uint128 size = minus ? sum.subtracted - sum.added : sum.added - sum.subtracted;
    if (size > largest) {
        fail(quoted(text) + " is " + (minus ? "less than -" : "larger than ") + in_words(largest));
    }
    return minus ? -static_cast<int128>(size) : static_cast<int128>(size);
}

uint128 parse_multiple(std::string_view text, uint128 unit, uint128 largest) {
    text = trimmed(text);
    return difference(BoundParser(text, unit).parse(false), text, largest);
}

Interval parse_interval(std::string_view start, std::string_view stop, uint128 largest) {
    Interval interval;
    interval.start = parse_named("START", start, largest);
    stop = trimmed(stop);
    if (stop.substr(0, 1) == "+") {
        const uint128 width = parse_named("STOP", stop.substr(1), largest);
        if (width > largest - interval.start) {
            fail(quoted(start) + " " + quoted(stop) + " ends beyond " + in_words(largest));
        }
        interval.stop = interval.start + width;
    } else {
        interval.stop = parse_named("STOP", stop, largest);
    }
    if (interval.stop < interval.start) {
        fail("the interval is reversed: STOP " + quoted(stop) + " lies before START "
             + quoted(start));
    }
    return interval;
}

} // namespace primerank
