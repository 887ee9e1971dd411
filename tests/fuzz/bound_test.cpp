#include "numbers/bound.hpp"

#include "fuzz/fuzz.hpp"
#include "fuzz/reference_bound.hpp"

#include "catch.hpp"

#include <optional>
#include <stdexcept>

using namespace primerank;
using namespace primerank::fuzz;

namespace {

const std::vector<std::string> bounds = {"0",
                                         "100000",
                                         "1_000_000",
                                         "1,000,000",
                                         "1e10",
                                         "1E+9",
                                         "1.0e+10",
                                         ".5e1",
                                         "1000e-3",
                                         "10^12",
                                         "2**64",
                                         "2^64-1",
                                         "1e18 + 1e9",
                                         "10000000000.0",
                                         " 7\t",
                                         "1'000'000",
                                         "12\u00A0345\u00A0678",
                                         "1\u2009234",
                                         "2\u202F000.0",
                                         "0^0",
                                         "2^64-2^63",
                                         "1.8e19",
                                         "3-5+7",
                                         "340282366920938463463374607431768211455",
                                         "1,000^2",
                                         "5.000",
                                         "1e-0",
                                         "1e40 - 1e40 + 1",
                                         "0.000e999999999999999999"};
const std::string bytes = "0123456789._,'eE+-^* \t\n";

/// What a reader makes of a text; nothing where it refuses, in one line.
template <class Read>
auto read_or_refused(const Read& read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const std::invalid_argument& refusal) {
        const std::string_view sentence = refusal.what();
        if (sentence.empty() || sentence.find('\n') != std::string_view::npos) {
            throw std::logic_error("not a sentence of one line: " + std::string(sentence));
        }
        return std::nullopt;
    }
}

} // namespace

TEST_CASE("A bound is read as its grammar says, and comes back as printed") {
    fuzz::fuzz(bounds, bytes, 150'000, [](std::string_view text) {
        for (const uint128 largest : {two_to_the_64, two_to_the_64 - 1, uint128{1} << 100}) {
            const auto value = read_or_refused([&] { return parse_bound(text, largest); });
            if (value != reference_bound(text, largest)
                || (value && parse_bound(to_string(*value), largest) != *value)) {
                return false;
            }
        }
        return true;
    });
}

TEST_CASE("A signed number is read as its grammar says") {
    fuzz::fuzz(bounds, bytes + "-\u2212", 200'000, [](std::string_view text) {
        constexpr uint128 endless = ~uint128{0};
        constexpr uint128 largest = two_to_the_64;
        const auto value = read_or_refused([&] { return parse_signed(text, largest); });
        const auto sum = reference_sum(text, true);
        if (!sum || !sum->whole || sum->added == endless || sum->subtracted == endless) {
            return !value;
        }
        const bool minus = sum->added < sum->subtracted;
        const uint128 size = minus ? sum->subtracted - sum->added : sum->added - sum->subtracted;
        if (size > largest) {
            return !value;
        }
        return value && *value == (minus ? -static_cast<int128>(size) : static_cast<int128>(size))
               && parse_signed(to_string(*value), largest) == *value;
    });
}

TEST_CASE("A multiple of a unit is rounded down") {
    fuzz::fuzz(bounds, bytes, 200'000, [](std::string_view text) {
        constexpr std::size_t digits_without_rounding = 24;
        for (const uint128 unit : {uint128{1} << 10, uint128{1} << 40}) {
            const auto value =
                read_or_refused([&] { return parse_multiple(text, unit, two_to_the_64); });
            const auto sum = reference_sum(text, false, unit);
            if (!sum || sum->added == ~uint128{0} || sum->added < sum->subtracted
                || sum->added - sum->subtracted > two_to_the_64) {
                if (value && text.size() <= digits_without_rounding) {
                    return false;
                }
                continue;
            }
            if (value != sum->added - sum->subtracted && text.size() <= digits_without_rounding) {
                return false;
            }
        }
        return true;
    });
}

TEST_CASE("An interval is its two bounds, or one and a width") {
    const std::vector<std::string> intervals = {"0 1e10",      "1e18 +1e9", "1,000 2,000", "5 5",
                                                "2^64-1 2^64", "7 + 1e3",   "0 +2^64"};
    fuzz::fuzz(intervals, bytes + "++", 200'000, [](std::string_view text) {
        const std::size_t cut = std::min(text.find(' '), text.size());
        const std::string_view start = text.substr(0, cut);
        const std::string_view stop = text.substr(std::min(cut + 1, text.size()));
        const auto interval = read_or_refused([&] { return parse_interval(start, stop); });
        const auto first = reference_bound(start, two_to_the_64);
        const std::size_t begin = std::min(stop.find_first_not_of(" \t\r\n\v\f"), stop.size());
        const bool width = stop.substr(begin).starts_with('+');
        auto last = reference_bound(width ? stop.substr(begin + 1) : stop, two_to_the_64);
        if (first && last && width) {
            *last += *first;
        }
        if (!first || !last || *last < *first || *last > two_to_the_64) {
            return !interval;
        }
        return interval && interval->start == *first && interval->stop == *last;
    });
}
