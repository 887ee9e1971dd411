#include "report/result.hpp"

#include "report/csv_file.hpp"
#include "report/numerals.hpp"
#include "report/run_info.hpp"
#include "report/text_table.hpp"

#include <algorithm>

namespace primerank::report {

std::string quantity_table(const std::string& title, const Result& result) {
    TextTable table({{title, TextTable::Align::left}, {"total", TextTable::Align::right}});
    for (const Quantity& quantity : result) {
        table.add({quantity.name, grouped(quantity.digits)});
    }
    return table.text();
}

std::string result_text(const Result& result, std::string_view headline, const Interval& interval,
                        const RunInfo& run) {
    const auto shared =
        std::find_if(result.begin(), result.end(),
                     [headline](const Quantity& quantity) { return quantity.name == headline; });
    const Quantity& total = shared == result.end() ? result.front() : *shared;
    std::string text = rank_table(run, total.name, interval, total.digits);
    if (result.size() > 1) {
        text += "\n" + quantity_table("", result);
    }
    return text + run_lines(run);
}

Json result_json(const Result& result) {
    Json json;
    for (const Quantity& quantity : result) {
        json[quantity.name] = quantity.digits;
    }
    return json;
}

void write_result_csv(const std::string& path, const Result& result, const Interval& interval) {
    std::vector<std::string> columns = {"start", "stop"};
    std::vector<std::string> cells = {to_string(interval.start), to_string(interval.stop)};
    for (const Quantity& quantity : result) {
        columns.push_back(quantity.name);
        cells.push_back(quantity.digits);
    }
    CsvFile file(path, columns);
    file.append(cells);
    file.close();
}

} // namespace primerank::report
