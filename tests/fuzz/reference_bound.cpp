#include "fuzz/reference_bound.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace primerank::fuzz {
namespace {

constexpr uint128 endless = ~uint128{0};
constexpr std::size_t digits_of_endless = 39;

/// A number in decimal, without zeros in front; "" is 0.
using Decimal = std::string;

Decimal normal(std::string digits) {
    digits.erase(0, digits.find_first_not_of('0'));
    return digits;
}

Decimal product(const Decimal& left, const Decimal& right) {
    std::string digits(left.size() + right.size(), '0');
    for (std::size_t i = left.size(); i-- > 0;) {
        int carry = 0;
        for (std::size_t j = right.size(); j-- > 0;) {
            const int sum = (left[i] - '0') * (right[j] - '0') + digits[i + j + 1] - '0' + carry;
            digits[i + j + 1] = static_cast<char>('0' + sum % 10);
            carry = sum / 10;
        }
        digits[i] = static_cast<char>(digits[i] + carry);
    }
    return normal(digits);
}

uint128 value_of(const Decimal& digits) {
    const std::string too_large = "340282366920938463463374607431768211456";
    if (digits.size() > digits_of_endless
        || (digits.size() == digits_of_endless && digits >= too_large)) {
        return endless;
    }
    return digits.empty() ? 0 : parse_uint128(digits);
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> cut_at(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator)) {
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end + separator.size());
    }
    parts.emplace_back(text);
    return parts;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string whole;
    for (const std::string& part : parts) {
        whole += part;
    }
    return whole;
}

std::optional<std::string> plain(std::string_view text) {
    const std::vector<std::string> parts = cut_at(text, "_");
    return std::all_of(parts.begin(), parts.end(), is_digits) ? std::optional(joined(parts))
                                                              : std::nullopt;
}

std::optional<std::string> grouped(std::string_view text) {
    for (const std::string_view separator : {",", "'", "\u00A0", "\u2009", "\u202F"}) {
        const std::vector<std::string> parts = cut_at(text, separator);
        const auto is_group = [](const std::string& part) {
            return part.size() == 3 && is_digits(part);
        };
        if (parts.size() > 1 && is_digits(parts[0]) && parts[0].size() <= 3 && parts[0][0] != '0'
            && std::all_of(parts.begin() + 1, parts.end(), is_group)) {
            return joined(parts);
        }
    }
    return std::nullopt;
}

std::optional<std::string> number(std::string_view text) {
    const auto digits = plain(text);
    return digits ? digits : grouped(text);
}

std::optional<Decimal> power(std::string_view base_text, std::string_view exponent_text) {
    const auto base = number(base_text);
    const auto exponent = number(exponent_text);
    if (!base || !exponent) {
        return std::nullopt;
    }
    const Decimal factor = normal(*base);
    const uint128 times = value_of(normal(*exponent));
    if (factor == "1" || (factor.empty() && times > 0)) {
        return factor;
    }
    Decimal result = "1";
    for (uint128 i = 0; i < times && result.size() <= digits_of_endless; ++i) {
        result = product(result, factor);
    }
    return result;
}

struct Term {
    Decimal value; ///< rounded down, in units
    bool whole = true;
};

/// digits * 10^exponent * unit
Term scaled(const Decimal& digits, int128 exponent, const Decimal& unit) {
    Decimal value = product(normal(digits), unit);
    if (value.empty()) {
        return {};
    }
    if (exponent >= 0) {
        constexpr int128 enough = 50;
        return {value + std::string(static_cast<std::size_t>(std::min(exponent, enough)), '0')};
    }
    const auto places =
        static_cast<std::size_t>(std::min<int128>(-exponent, static_cast<int128>(value.size())));
    const std::string cut = value.substr(value.size() - places);
    const bool whole = -exponent <= static_cast<int128>(value.size()) && normal(cut).empty();
    return {value.substr(0, value.size() - places), whole};
}

std::optional<Term> decimal(std::string_view text, const Decimal& unit) {
    const std::size_t e = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, e);
    const std::size_t point = mantissa.find('.');
    const std::string_view whole_text = mantissa.substr(0, point);
    const bool pointed = point != std::string_view::npos;
    const std::string_view fraction_text = pointed ? mantissa.substr(point + 1) : "";
    if (whole_text.empty() && fraction_text.empty()) {
        return std::nullopt;
    }
    const auto whole = whole_text.empty()            ? std::optional<std::string>("")
                       : e == std::string_view::npos ? number(whole_text)
                                                     : plain(whole_text);
    const auto fraction =
        fraction_text.empty() ? std::optional<std::string>("") : plain(fraction_text);
    int128 exponent = 0;
    if (e != std::string_view::npos) {
        std::string_view written = text.substr(e + 1);
        const bool minus = written.starts_with('-');
        written.remove_prefix(minus || written.starts_with('+') ? 1 : 0);
        const auto digits = plain(written);
        if (!digits) {
            return std::nullopt;
        }
        constexpr uint128 far = 1'000'000'000'000;
        const auto size = static_cast<int128>(std::min(value_of(normal(*digits)), far));
        exponent = minus ? -size : size;
    }
    if (!whole || !fraction) {
        return std::nullopt;
    }
    return scaled(*whole + *fraction, exponent - static_cast<int128>(fraction->size()), unit);
}

std::optional<Term> term(std::string_view text, const Decimal& unit) {
    for (const std::string_view sign : {"^", "**"}) {
        if (const std::size_t at = text.find(sign); at != std::string_view::npos) {
            const auto value = power(text.substr(0, at), text.substr(at + sign.size()));
            return value ? std::optional(Term{product(*value, unit)}) : std::nullopt;
        }
    }
    return decimal(text, unit);
}

std::string_view without(std::string_view text, std::string_view blanks) {
    const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// Where the next + or - stands that is not an exponent's.
std::size_t next_sign(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((text[at] == '+' || text[at] == '-')
            && (at == 0 || (text[at - 1] != 'e' && text[at - 1] != 'E'))) {
            return at;
        }
    }
    return text.size();
}

} // namespace

std::optional<ReferenceSum> reference_sum(std::string_view text, bool with_sign, uint128 unit) {
    constexpr std::string_view minus_sign = "\u2212";
    const std::string factor = to_string(unit);
    ReferenceSum sum;
    text = without(text, " \t\r\n\v\f");
    bool minus = with_sign && (text.starts_with('-') || text.starts_with(minus_sign));
    if (with_sign && (minus || text.starts_with('+'))) {
        text.remove_prefix(text.starts_with(minus_sign) ? minus_sign.size() : 1);
    }
    for (bool first = true;; first = false) {
        const std::size_t end = next_sign(text);
        const std::string_view piece = text.substr(0, end);
        // Blanks stand around signs only; those before the first term were taken off.
        const std::string_view bare =
            first ? piece.substr(0, piece.find_last_not_of(" \t") + 1) : without(piece, " \t");
        const auto value = term(bare, factor);
        if (!value) {
            return std::nullopt;
        }
        uint128& side = minus ? sum.subtracted : sum.added;
        const uint128 more = value_of(normal(value->value));
        side = side > endless - more ? endless : side + more;
        sum.whole = sum.whole && value->whole;
        if (end == text.size()) {
            return sum;
        }
        minus = text[end] == '-';
        text.remove_prefix(end + 1);
    }
}

std::optional<uint128> reference_bound(std::string_view text, uint128 largest) {
    const auto sum = reference_sum(text, false);
    if (!sum || !sum->whole || sum->added == endless || sum->added < sum->subtracted
        || sum->added - sum->subtracted > largest) {
        return std::nullopt;
    }
    return sum->added - sum->subtracted;
}

} // namespace primerank::fuzz
