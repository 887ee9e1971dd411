#pragma once

#include "numbers/interval.hpp"
#include "sieve/cost.hpp"

#include <cstdint>
#include <string>

namespace primerank::commands {

/// What `residues` was asked, as far as it bears on the method.
struct ResidueTask {
    std::uint64_t modulus = 1;
    Interval interval;
    bool race = false;  ///< asked for, or there by default
    bool shard = false; ///< only a part is asked for
    std::string journal;
};

/// How classes are counted: by characters (pi::ClassesWorkload), or among the primes.
struct ResidueMethod {
    bool combinatorial = false;
    sieve::Method sieve = sieve::Method::enumerate; ///< how the primes are found otherwise
    std::string why{};                              ///< of auto, for a dry run

    /// The word for it in results and journals.
    [[nodiscard]] std::string name() const;
};

/// The method that --method names. auto goes by characters where enumerating would take one core
/// more than ten seconds and longer than that, or did when the journal was begun. Throws
/// std::invalid_argument for a word that is no method, for `combinatorial` where it cannot be, and
/// for an interval beyond what the method reaches.
ResidueMethod choose_method(const std::string& method, const ResidueTask& task);

} // namespace primerank::commands
