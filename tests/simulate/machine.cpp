#include "simulate/machine.hpp"

#include <algorithm>
#include <random>

namespace primerank::simulate {

std::uint64_t Random::operator()() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

Machine::Machine(std::size_t ranks, const Troubles& troubles, std::uint64_t seed)
    : troubles_(troubles) {
    Random seeds(seed);
    ranks_.reserve(ranks);
    for (std::size_t i = 0; i < ranks; ++i) {
        Rank rank{Random(seeds())};
        if (std::bernoulli_distribution(troubles_.slow_share)(rank.random)) {
            rank.speed = troubles_.slow_speed;
        }
        draw_next_stall(rank);
        ranks_.push_back(rank);
    }
}

void Machine::draw_next_stall(Rank& rank) const {
    constexpr double day = 86400;
    rank.next_stall +=
        troubles_.stalls_a_day > 0
            ? std::exponential_distribution(troubles_.stalls_a_day / day)(rank.random)
            : std::numeric_limits<double>::infinity();
}

Machine::Work Machine::work(std::size_t i, double start, double cost) {
    Rank& rank = ranks_[i];
    while (rank.next_stall < start) {
        start = std::max(start, rank.next_stall + troubles_.stall_seconds);
        draw_next_stall(rank);
    }
    const double noise = std::normal_distribution(1.0, troubles_.sigma)(rank.random);
    constexpr double slowest = 0.2;
    const double busy = cost / (rank.speed * std::max(slowest, noise));
    double end = start + busy;
    while (rank.next_stall < end) {
        end += troubles_.stall_seconds;
        draw_next_stall(rank);
    }
    return {start, end, busy};
}

} // namespace primerank::simulate
