// Calls everything that is promised once, and prints what can be looked up.

#include <primerank/constellations.hpp>
#include <primerank/count.hpp>
#include <primerank/pi.hpp>
#include <primerank/primality.hpp>
#include <primerank/sieve.hpp>
#include <primerank/uint128.hpp>

#include <atomic>
#include <bit>
#include <iostream>
#include <stdexcept>
#include <vector>

namespace {

using primerank::uint128;

void print(const char* what, uint128 value) {
    std::cout << what << ' ' << primerank::to_string(value) << '\n';
}

void sieve_in_order() {
    primerank::Sieve sieve(2);
    std::uint64_t primes = 0;
    std::uint64_t last = 0;
    sieve.for_each_window(0, 100'000'000, [&](const primerank::Window& window) {
        primes += window.primes.size();
        last = window.primes.empty() ? last : window.primes.back();
    });
    print("primes", primes);
    print("last", last);
    print("listed", sieve.primes(0, 1'000'000).size());
}

void sieve_in_any_order() {
    primerank::Sieve sieve;
    std::atomic<std::uint64_t> bits = 0;
    sieve.for_each_bitmap(
        0, 100'000'000,
        [&bits](const primerank::Bitmap& bitmap) {
            for (const std::uint8_t byte : bitmap.bytes) {
                bits += static_cast<unsigned>(std::popcount(byte));
            }
        },
        primerank::Order::any);
    print("bits", bits);
}

void count() {
    print("count", primerank::count_primes(0, 100'000'000));
    print("twins", primerank::count_tuplets(2, 0, 100'000'003));
    print("quadruplets", primerank::count_constellations({0, 2, 6, 8}, 0, 100'000'009));
    std::uint64_t first = 0;
    primerank::for_each_constellation({0, 2, 6, 8, 12}, 12, 1'000'000,
                                      [&first](std::span<const std::uint64_t> first_members) {
                                          first = first == 0 ? first_members.front() : first;
                                      });
    print("quintuplet", first);
    print("pi", primerank::prime_pi(1'000'000'000'000));
    print("nth", primerank::nth_prime(1'000'000'000));
}

void test() {
    const std::vector<std::uint64_t> numbers = {561, 18'446'744'073'709'551'557U};
    std::vector<std::uint8_t> verdicts(numbers.size());
    primerank::test_primality(numbers, verdicts);
    print("verdicts", uint128{verdicts[0]} * 10 + verdicts[1]);
    print("is_prime", primerank::is_prime(97) ? 1 : 0);
    print("next", primerank::next_prime(18'446'744'073'709'551'557U));
    print("previous", primerank::previous_prime(primerank::largest_stop).value());
}

void be_refused() {
    try {
        print("never", primerank::count_primes(10, 5));
    } catch (const std::invalid_argument& error) {
        std::cout << error.what() << '\n';
    }
}

} // namespace

int main() {
    sieve_in_order();
    sieve_in_any_order();
    count();
    test();
    be_refused();
}
