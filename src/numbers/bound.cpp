#include "numbers/bound.hpp"

#include <stdexcept>
#include <string>

namespace primerank {
namespace {

constexpr uint128 too_large = ~uint128{0};

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

/// Recursive descent over
///   sum    = term { ("+" | "-") term }
///   term   = digits [ "." digits ] [ ("e" | "E") digits ] | digits "^" digits
/// where digits may hold single underscores between two digits.
class BoundParser {
  public:
    BoundParser(std::string_view text, uint128 largest) : text_(text), largest_(largest) {}

    uint128 parse() {
        if (text_.empty()) {
            fail("a number is missing");
        }
        uint128 value = term();
        while (position_ < text_.size()) {
            const char operation = text_[position_];
            if (operation != '+' && operation != '-') {
                fail_syntax();
            }
            ++position_;
            const uint128 operand = term();
            if (operation == '+') {
                value = saturating_add(value, operand);
            } else if (operand > value) {
                fail("'" + std::string(text_) + "' is negative; a bound is 0 or more");
            } else {
                // too_large stands for "more than 128 bits": no difference from it is known.
                value = value == too_large ? too_large : value - operand;
            }
        }
        if (value > largest_) {
            fail("'" + std::string(text_) + "' is larger than " + largest_in_words());
        }
        return value;
    }

  private:
    uint128 term() {
        const std::string whole = digits();
        if (peek() == '^') {
            ++position_;
            return power(parse_digits(whole), parse_digits(digits()));
        }
        std::string fraction;
        if (peek() == '.') {
            ++position_;
            fraction = digits();
        }
        uint128 exponent = 0;
        if (peek() == 'e' || peek() == 'E') {
            ++position_;
            exponent = parse_digits(digits());
        }
        return scaled(whole, fraction, exponent);
    }

    /// whole.fraction * 10^exponent, refused unless it is a whole number.
    uint128 scaled(const std::string& whole, std::string fraction, uint128 exponent) {
        while (!fraction.empty() && fraction.back() == '0') {
            fraction.pop_back();
        }
        if (fraction.size() > exponent) {
            fail("'" + std::string(text_) + "' is not a whole number");
        }
        return saturating_multiply(parse_digits(whole + fraction),
                                   power(10, exponent - fraction.size()));
    }

    static uint128 parse_digits(const std::string& digits) {
        uint128 value = 0;
        for (const char digit : digits) {
            value =
                saturating_add(saturating_multiply(value, 10), static_cast<uint128>(digit - '0'));
        }
        return value;
    }

    std::string digits() {
        std::string result;
        while (is_digit(peek())
               || (peek() == '_' && !result.empty() && is_digit(peek(-1)) && is_digit(peek(1)))) {
            if (peek() != '_') {
                result.push_back(peek());
            }
            ++position_;
        }
        if (result.empty()) {
            fail_syntax();
        }
        return result;
    }

    [[nodiscard]] char peek(std::ptrdiff_t ahead = 0) const {
        const auto index = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(position_) + ahead);
        return index < text_.size() ? text_[index] : '\0';
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    [[nodiscard]] std::string largest_in_words() const {
        return largest_ == two_to_the_64 ? "2^64" : to_string(largest_);
    }

    [[noreturn]] void fail_syntax() const {
        constexpr std::string_view unicode_minus = "\u2212";
        if (text_.front() == '-' || text_.substr(0, unicode_minus.size()) == unicode_minus) {
            fail("'" + std::string(text_) + "' is negative; a bound is 0 or more");
        }
        fail("'" + std::string(text_)
             + "' is not a number; write it like 1000000, 1_000_000, 1e12, 1.8e19, 10^12, 2^64-1 "
               "or 1e18+1e9");
    }

    [[noreturn]] static void fail(const std::string& sentence) {
        throw std::invalid_argument(sentence);
    }

    std::string_view text_;
    uint128 largest_;
    std::size_t position_ = 0;
};

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
    return BoundParser(text, largest).parse();
}

Interval parse_interval(std::string_view start, std::string_view stop, uint128 largest) {
    Interval interval;
    interval.start = parse_named("START", start, largest);
    if (stop.substr(0, 1) == "+") {
        const uint128 width = parse_named("STOP", stop.substr(1), largest);
        if (width > largest - interval.start) {
            throw std::invalid_argument("'" + std::string(start) + "' '" + std::string(stop)
                                        + "' ends beyond "
                                        + (largest == two_to_the_64 ? "2^64" : to_string(largest)));
        }
        interval.stop = interval.start + width;
    } else {
        interval.stop = parse_named("STOP", stop, largest);
    }
    if (interval.stop < interval.start) {
        throw std::invalid_argument("the interval is reversed: STOP '" + std::string(stop)
                                    + "' lies before START '" + std::string(start) + "'");
    }
    return interval;
}

} // namespace primerank
