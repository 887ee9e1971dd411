#include "cluster/shared_file.hpp"

#include "catch.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

using namespace primerank::cluster;

TEST_CASE("A file without MPI is written where one says", "[cluster]") {
    const std::string path = "shared-file-of-test-cluster";
    std::ofstream(path) << "0123456789";
    {
        const auto file = open_posix_file(path, 3);
        CHECK(file->lanes() == 3);
        const std::vector<std::uint8_t> bytes = {'a', 'b'};
        file->write_at(2, 12, bytes);
        file->write_at(0, 3, bytes);
        file->write_at(1, 5, {});
        file->sync();
    }
    std::ostringstream found;
    found << std::ifstream(path).rdbuf();
    CHECK(found.str() == std::string("012ab56789\0\0ab", 14));
    std::remove(path.c_str());
    CHECK_THROWS_AS(open_posix_file(path, 1), std::system_error);
}
