#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace primerank::simulate {

/// What is wrong with the ranks of a large machine.
struct Troubles {
    double sigma = 0.03;      ///< of the speed, drawn anew for every rank and round
    double slow_share = 0.01; ///< of the ranks, slow from beginning to end
    double slow_speed = 0.7;  ///< against 1 of the others
    double stalls_a_day = 1;  ///< a rank, on average (Poisson)
    double stall_seconds = 10;
};

/// SplitMix64 (Steele, Lea, Flood 2014): 8 bytes of state, so that every rank has its own.
class Random {
  public:
    using result_type = std::uint64_t;
    explicit Random(std::uint64_t seed) : state_(seed) {}
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }
    std::uint64_t operator()();

  private:
    std::uint64_t state_;
};

/// One thread a rank, in seconds since the beginning of the campaign.
class Machine {
  public:
    Machine(std::size_t ranks, const Troubles& troubles, std::uint64_t seed);

    [[nodiscard]] std::size_t ranks() const { return ranks_.size(); }

    struct Work {
        double begin = 0;
        double end = 0;
        double busy = 0; ///< end - begin without stalls
    };

    /// A rank works on a chunk of this cost, from `start` on or when a stall ends.
    Work work(std::size_t rank, double start, double cost);

  private:
    struct Rank {
        Random random;
        double speed = 1;
        double next_stall = 0;
    };

    void draw_next_stall(Rank& rank) const;

    Troubles troubles_;
    std::vector<Rank> ranks_;
};

} // namespace primerank::simulate
