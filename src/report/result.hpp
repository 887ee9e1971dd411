#pragma once

#include "numbers/interval.hpp"
#include "json/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace primerank::report {

struct RunInfo;

/// One number of a result: its name and its decimal digits, so that no width limits it.
struct Quantity {
    std::string name;
    std::string digits;
};

/// A campaign's answer, in the order in which it is printed.
using Result = std::vector<Quantity>;

/// The quantities by name, under a title, for people.
std::string quantity_table(const std::string& title, const Result& result);

/// Who did what, then the result, for people. headline: the name of the quantity that ranks have
/// shares of; the first when there is none of that name.
std::string result_text(const Result& result, std::string_view headline, const Interval& interval,
                        const RunInfo& run);

/// {"primes": "9592", ...}
Json result_json(const Result& result);

/// A table of one row, for spreadsheets: start, stop and the quantities.
void write_result_csv(const std::string& path, const Result& result, const Interval& interval);

} // namespace primerank::report
