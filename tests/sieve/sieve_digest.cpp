// Prints a digest of the bits of some windows, for the same windows on another processor.
#include "sieve/sieve.hpp"

#include <cstdio>

using namespace primerank;
using namespace primerank::sieve;

int main() {
    struct Window {
        std::uint64_t start;
        std::uint64_t width;
    };
    constexpr Window windows[] = {{0, 1'000'000},
                                  {4'294'967'296 - 50'000, 100'000},
                                  {1'000'000'000'000, 25'000'000},
                                  {100'000'000'000'000, 2'000'000},
                                  {10'000'000'000'000'000, 200'000},
                                  {18'446'744'073'709'451'616U, 100'000}};
    const auto primes = std::make_shared<SievingPrimesCache>();
    for (const Method method : {Method::sieve, Method::test}) {
        Sieve sieve(primes, method);
        for (const Window& window : windows) {
            if (method == Method::sieve && window.start > 20'000'000'000'000'000) {
                continue; // 200 million sieving primes are too many for an emulator
            }
            std::uint64_t digest = 14'695'981'039'346'656'037U; // FNV-1a
            sieve.run({window.start, uint128{window.start} + window.width},
                      [&](const Segment& segment) {
                          for (const std::uint8_t byte : segment.bytes) {
                              digest = (digest ^ byte) * 1'099'511'628'211U;
                          }
                      });
            std::printf("%llu +%llu %016llx\n", static_cast<unsigned long long>(window.start),
                        static_cast<unsigned long long>(window.width),
                        static_cast<unsigned long long>(digest));
        }
    }
    return 0;
}
