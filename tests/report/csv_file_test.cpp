#include "report/csv_file.hpp"

#include "catch.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

using namespace primerank::report;

TEST_CASE("A CSV file has its header and its rows", "[csv]") {
    const auto path = std::filesystem::temp_directory_path()
                      / ("primerank-csv-" + std::to_string(getpid()) + ".csv");
    {
        CsvFile file(path, {"start", "stop", "primes"});
        file.append({"0", "10", "4"});
        file.append({"10", "20", "4"});
    }
    std::stringstream content;
    content << std::ifstream(path).rdbuf();
    CHECK(content.str() == "start,stop,primes\n0,10,4\n10,20,4\n");
    std::filesystem::remove(path);
}

TEST_CASE("A CSV file that cannot be written says so", "[csv]") {
    CHECK_THROWS_AS(CsvFile("/nonexistent/file.csv", {"a"}), std::system_error);
    CHECK_THROWS_AS(CsvFile("/dev/full", {"a"}), std::system_error);
}
