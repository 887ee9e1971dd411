#include "report/text_table.hpp"

#include "catch.hpp"

using namespace primerank::report;

TEST_CASE("Columns are aligned and lines have no trailing spaces", "[text_table]") {
    TextTable table({{"rank", TextTable::Align::right},
                     {"interval", TextTable::Align::left},
                     {"primes", TextTable::Align::right},
                     {"note", TextTable::Align::left}});
    table.add({"0", "[0, 10)", "4", ""});
    table.add({"total", "[0, 1000000)", "78,498", "all"});
    CHECK(table.text()
          == " rank  interval      primes  note\n"
             "    0  [0, 10)            4\n"
             "total  [0, 1000000)  78,498  all\n");
}
