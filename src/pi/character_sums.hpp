#pragma once

#include "pi/character_tables.hpp"
#include "pi/easy_leaves.hpp"
#include "pi/hard_leaves.hpp"
#include "pi/phi0.hpp"
#include "pi/pi_axis.hpp"
#include "pi/pi_tally.hpp"
#include "pi/sigma.hpp"

#include <stop_token>

namespace primerank::pi {

/// The terms of pi_chi(x), the sum of chi(p) over the primes p <= x, for one character, in pieces
/// of a PiAxis. The decomposition of pi(x) holds for any completely multiplicative f in the place
/// of 1: phi(n, b) and pi(n) become sums of f over the same numbers, and each leaf gets the factor
/// f(p m).
class CharacterSums {
  public:
    /// tables must outlive it. Throws std::bad_alloc, BuildingStopped.
    CharacterSums(const Tables& tables, const Character& chi, const Builders& builders);

    CharacterSums(const CharacterSums&) = delete; // its terms refer to its tables
    CharacterSums& operator=(const CharacterSums&) = delete;

    /// Scratch memory of one thread, which serves any character, and the kernels it is to use.
    struct Worker {
        explicit Worker(InstructionSet its_set) : set(its_set) {}
        InstructionSet set;
        HardLeaves::Buffers hard;
        EasyLeaves::Buffers easy;
    };

    [[nodiscard]] PiAxis axis() const { return {of_.tables, hard_, easy_, ordinary_}; }

    /// Once give_up is requested, anything.
    [[nodiscard]] PiTally work(const PiAxis& axis, const Interval& piece, Worker& worker,
                               const std::stop_token& give_up) const;

    /// Of the tally of the whole axis.
    [[nodiscard]] PiTerms terms(const PiTally& tally, std::uint64_t primes_up_to_sqrt_x) const;

    [[nodiscard]] const Character& character() const { return of_.chi; }

    /// Memory beside Tables: shared by all threads, and of one thread, without signs and with them,
    /// in bytes.
    static std::uint64_t shared_bytes(const Parameters& parameters, const Character& chi);
    static std::uint64_t thread_bytes(const Parameters& parameters, bool with_signs);

  private:
    [[nodiscard]] HardLeaves::Sums hard_leaves(const PiAxis& axis, const Interval& piece,
                                               const Kernels& kernels, HardLeaves::Buffers& buffers,
                                               const std::stop_token& give_up) const;

    CharacterTables of_;
    HardLeaves hard_;
    EasyLeaves easy_;
    OrdinaryLeaves ordinary_;
};

} // namespace primerank::pi
