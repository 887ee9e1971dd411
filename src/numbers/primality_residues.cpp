#include "numbers/primality_residues.hpp"

#include "numbers/montgomery.hpp"
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

/// The words of all residues modulo a product of odd primes.
///
/// A residue need not be known to be looked up, it only has to be told apart: with q = n / modulus
/// mod 2^64 (exact division in the ring), q modulus = n + 2^64 index, so that index, which is below
/// the modulus, is -n / 2^64 modulo it. Two multiplications find it, where a remainder takes more.
template <std::uint32_t modulus>
class ResidueTable {
  public:
    constexpr ResidueTable(std::initializer_list<std::uint32_t> primes) {
        for (const std::uint32_t q : primes) {
            const Word negated = parameters_with(q);
            std::array<Word, 32> words{};
            for (std::uint32_t r = 1; r < q; ++r) {
                words[r] = is_square_modulo(r, q) ? 0 : negated;
            }
            for (std::uint32_t n = 0; n < modulus; ++n) {
                // Where a factor is shared the symbols do not matter.
                Word& word = words_[index(n)];
                word = n % q == 0 ? shares_factor : word ^ words[n % q];
            }
        }
    }

    Word operator[](std::uint64_t n) const { return words_[index(n)]; }

  private:
    static constexpr std::size_t index(std::uint64_t n) {
        constexpr std::uint64_t inverse = inverse_modulo_2_64(modulus);
        const std::uint64_t q = n * inverse;
        return static_cast<std::size_t>(uint128{q} * modulus >> 64);
    }

    std::array<Word, modulus> words_{};
};

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
// Three moduli of almost the same size take all nine odd primes: 18 kB of tables in all.
constexpr ResidueTable<1463> modulo_1463{7, 11, 19};
constexpr ResidueTable<1479> modulo_1479{3, 17, 29};
constexpr ResidueTable<1495> modulo_1495{5, 13, 23};

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
    const Word a = modulo_8[n % 8];
    const Word b = modulo_1463[n];
    const Word c = modulo_1479[n];
    const Word d = modulo_1495[n];
    // The words of a number without small factors have even bit 0, so that a bit found is a P.
    const Word negated = a ^ b ^ c ^ d;
    return {((a | b | c | d) & shares_factor) != 0,
            negated == 0 ? 0 : static_cast<std::uint32_t>(std::countr_zero(negated))};
}

std::uint32_t search_lucas_parameter(std::uint64_t n) {
    const std::uint64_t root = integer_sqrt(n);
    if (root * root == n) {
        return 0;
    }
    // n is not a square, so half of the residues have the symbol -1 and the search ends soon.
    for (std::uint32_t p = last_parameter + 1;; ++p) {
        const int symbol = jacobi(std::uint64_t{p} * p - 4, n);
        if (symbol != 1) {
            return symbol == 0 ? 0 : p;
        }
    }
}

} // namespace primerank
