#include "law/wide_sum.hpp"

#include "catch.hpp"

#include <string>

using namespace primerank;
using law::WideSum;

TEST_CASE("Powers of ten have a one and zeros, up to 173 of them") {
    WideSum power(1);
    for (std::size_t zeros = 0; zeros <= 173; ++zeros) {
        CHECK(to_string(power) == "1" + std::string(zeros, '0'));
        power *= std::uint64_t{10};
    }
}

TEST_CASE("Adding carries through all limbs, and the highest carry is lost") {
    WideSum sum(WideSum::Limbs{~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL});
    CHECK(
        to_string(sum)
        == "247330401473104534060502521019647190035131349101211839914063056092897225106531867170316"
           "401"
           "061243044989597671426016139339351365034306751209967546155101893167916606772148699135");
    sum += WideSum(1);
    CHECK(sum == WideSum());
    CHECK(to_string(sum) == "0");
}

TEST_CASE("Multiplying by 128 bits is multiplying by their halves") {
    const uint128 factor = (uint128{0x0123456789abcdef} << 64) | 0xfedcba9876543210;
    WideSum product(uint128{1} << 100);
    product *= factor;
    WideSum high(uint128{1} << 100);
    high *= std::uint64_t{0x0123456789abcdef};
    high *= uint128{1} << 64;
    WideSum low(uint128{1} << 100);
    low *= std::uint64_t{0xfedcba9876543210};
    high += low;
    CHECK(product == high);
}
