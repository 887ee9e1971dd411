#include "numbers/primality_residues.hpp"

#include "numbers/roots.hpp"

#include <array>
#include <bit>
#include <initializer_list>
#include <utility>

namespace primerank {
namespace {

// The Jacobi symbol (D | n) of D = P^2 - 4 is the product of (q | n) over the primes q that divide
// D = (P - 2)(P + 2) to an odd power. For P <= 28 these are at most 29 (q = 31 would need P = 29),
// and quadratic reciprocity turns each into a function of n mod q, apart from a sign that depends
// on n mod 4:
//     (q | n) = (n | q), negated when q and n are both 3 modulo 4;   (2 | n) from n mod 8.
// So every modulus gets a table of words in which bit P says whether it negates (P^2 - 4 | n); the
// exclusive or of the words holds all the symbols at once. Bit 0 says that the modulus shares a
// factor with n.

using Word = std::uint32_t;

constexpr std::uint32_t first_parameter = 3;
constexpr std::uint32_t last_parameter = 28;
constexpr Word shares_factor = 1;

constexpr bool odd_power_divides(std::uint32_t q, std::uint32_t d) {
    bool odd = false;
    for (; d % q == 0; d /= q) {
        odd = !odd;
    }
    return odd;
}

constexpr Word parameters_with(std::uint32_t q) {
    Word word = 0;
    for (std::uint32_t p = first_parameter; p <= last_parameter; ++p) {
        word |= Word{odd_power_divides(q, p * p - 4)} << p;
    }
    return word;
}

constexpr bool is_square_modulo(std::uint32_t n, std::uint32_t q) {
    for (std::uint32_t root = 0; root < q; ++root) {
        if (root * root % q == n % q) {
            return true;
        }
    }
    return false;
}

template <std::uint32_t modulus>
constexpr std::array<Word, modulus> odd_table(std::initializer_list<std::uint32_t> primes) {
    std::array<Word, modulus> table{};
    for (const std::uint32_t q : primes) {
        const Word negated = parameters_with(q);
        std::array<Word, 32> words{};
        for (std::uint32_t n = 1; n < q; ++n) {
            words[n] = is_square_modulo(n, q) ? 0 : negated;
        }
        for (std::uint32_t n = 0; n < modulus; ++n) {
            // Where a factor is shared the symbols do not matter.
            table[n] = n % q == 0 ? shares_factor : table[n] ^ words[n % q];
        }
    }
    return table;
}

constexpr std::array<Word, 8> table_of_eight() {
    Word reciprocity = 0;
    for (const std::uint32_t q : {3U, 7U, 11U, 19U, 23U}) {
        reciprocity ^= parameters_with(q);
    }
    std::array<Word, 8> table{};
    for (std::uint32_t n = 0; n < 8; ++n) {
        const bool two_is_square = n == 1 || n == 7;
        table[n] = n % 2 == 0
                       ? shares_factor
                       : (two_is_square ? 0 : parameters_with(2)) ^ (n % 4 == 3 ? reciprocity : 0);
    }
    return table;
}

constexpr auto modulo_8 = table_of_eight();
constexpr auto modulo_105 = odd_table<105>({3, 5, 7});
constexpr auto modulo_143 = odd_table<143>({11, 13});
constexpr auto modulo_323 = odd_table<323>({17, 19});
constexpr auto modulo_667 = odd_table<667>({23, 29});

/// (a | n) for odd n.
int jacobi(std::uint64_t a, std::uint64_t n) {
    int symbol = 1;
    for (a %= n; a != 0; a %= n) {
        const int twos = std::countr_zero(a);
        a >>= twos;
        if (twos % 2 == 1 && (n % 8 == 3 || n % 8 == 5)) {
            symbol = -symbol;
        }
        if (a % 4 == 3 && n % 4 == 3) {
            symbol = -symbol;
        }
        std::swap(a, n);
    }
    return n == 1 ? symbol : 0;
}

} // namespace

SmallPrimeResidues small_prime_residues(std::uint64_t n) {
    const std::array words = {modulo_8[n % 8], modulo_105[n % 105], modulo_143[n % 143],
                              modulo_323[n % 323], modulo_667[n % 667]};
    Word negated = 0;
    Word any = 0;
    for (const Word word : words) {
        negated ^= word;
        any |= word;
    }
    const bool small_factor = (any & shares_factor) != 0;
    const bool found = !small_factor && negated != 0;
    return {small_factor, found ? static_cast<std::uint32_t>(std::countr_zero(negated)) : 0};
}

std::uint32_t search_lucas_parameter(std::uint64_t n) {
    const std::uint64_t root = integer_sqrt(n);
    if (root * root == n) {
        return 0;
    }
    // n is not a square, so half of the residues have the symbol -1 and the search ends soon.
    for (std::uint32_t p = first_parameter;; ++p) {
        const int symbol = jacobi(std::uint64_t{p} * p - 4, n);
        if (symbol != 1) {
            return symbol == 0 ? 0 : p;
        }
    }
}

} // namespace primerank
