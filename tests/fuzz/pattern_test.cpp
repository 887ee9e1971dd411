#include "tally/counts.hpp"
#include "tally/pattern.hpp"

#include "fuzz/fuzz.hpp"

#include "catch.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

using namespace primerank;
using namespace primerank::tally;

namespace {

/// Offsets from 0 that ascend up to the largest diameter and leave no remainder out for any q.
bool is_pattern(const std::string& text) {
    std::vector<std::uint64_t> offsets;
    std::istringstream numbers(text + ",");
    for (std::string number; std::getline(numbers, number, ',');) {
        const bool digits =
            !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
        number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
        if (!digits || number.size() > 4) {
            return false;
        }
        offsets.push_back(number.empty() ? 0 : std::stoull(number));
    }
    for (std::size_t i = 1; i < offsets.size(); ++i) {
        if (offsets[i] <= offsets[i - 1]) {
            return false;
        }
    }
    if (offsets.empty() || offsets.front() != 0 || offsets.back() > largest_diameter) {
        return false;
    }
    for (std::uint64_t q = 2; q <= offsets.size(); ++q) {
        std::set<std::uint64_t> remainders;
        for (const std::uint64_t offset : offsets) {
            remainders.insert(offset % q);
        }
        if (remainders.size() == q) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("A pattern is accepted when it is admissible, and comes back as printed") {
    const std::vector<std::string> patterns = {"0",
                                               "0,2",
                                               "0,2,6",
                                               "0,4,6",
                                               "0,2,6,8",
                                               "0,4,6,10,12,16",
                                               "0,1000",
                                               "00,002",
                                               "0,6,12,18",
                                               "0,2,6,8,12,18,20,26,30,32,36,42,48",
                                               "0,210,420,630,840",
                                               "0,2,4"};
    fuzz::fuzz(patterns, "0123456789,,", 400'000, [](std::string_view text) {
        try {
            const Pattern pattern = parse_pattern(text);
            return is_pattern(std::string(text)) && parse_pattern(to_string(pattern)) == pattern;
        } catch (const std::invalid_argument&) {
            return !is_pattern(std::string(text));
        }
    });
}

TEST_CASE("A set of tuplet sizes is accepted when all its words are known") {
    const std::vector<std::string> lists = {"primes", "primes,twins", "sextuplets,triplets",
                                            "quadruplets,quintuplets,twins,twins"};
    fuzz::fuzz(lists, "abcdeinpqrstuw,,", 400'000, [](std::string_view text) {
        TupletSizes expected = 0;
        bool known = true;
        std::istringstream words(std::string(text) + ",");
        for (std::string word; std::getline(words, word, ',');) {
            unsigned size = 1;
            while (size <= largest_named_tuplet && tuplet_name(size) != word) {
                ++size;
            }
            known = known && size <= largest_named_tuplet;
            expected |= known ? TupletSizes{1} << (size - 1) : 0;
        }
        try {
            const TupletSizes sizes = parse_tuplet_sizes(text);
            return known && sizes == expected && parse_tuplet_sizes(tuplet_names(sizes)) == sizes;
        } catch (const std::invalid_argument&) {
            return !known;
        }
    });
}
