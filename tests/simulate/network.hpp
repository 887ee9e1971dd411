#pragma once

#include <bit>
#include <cstddef>

namespace primerank::simulate {

/// Seconds of messages and collectives by the LogGP model (Alexandrov, Ionescu, Schauser,
/// Scheiman: LogGP, SPAA 1995). The parameters are those that LogGOPSim comes with (Hoefler,
/// Schneider, Lumsdaine: LogGOPSim, HPDC 2010); InfiniBand is several times faster, most of all by
/// the byte. Collectives run as the plainest algorithms do.
struct Network {
    double latency = 2.5e-6;
    double overhead = 1.5e-6; ///< at either end of a message
    double gap = 1e-6;        ///< between two messages of one rank
    double gap_per_byte = 6e-9;
    double nap = 1e-3; ///< the longest between two looks at the polled barrier

    [[nodiscard]] double message(double bytes) const {
        return latency + 2 * overhead + bytes * gap_per_byte;
    }

    /// Scatter or gather: the root sends or receives one message after another.
    [[nodiscard]] double one_by_one(std::size_t ranks, double bytes) const {
        const double each = (overhead > gap ? overhead : gap) + bytes * gap_per_byte;
        return ranks == 1 ? 0 : message(bytes) + static_cast<double>(ranks - 2) * each;
    }

    /// Reduction in a binary tree that keeps the order of ranks: two messages a level.
    [[nodiscard]] double reduction(std::size_t ranks, double bytes) const {
        return 2 * levels(ranks) * message(bytes);
    }

    /// Dissemination barrier (Hensgen, Finkel, Manber 1988) whose every step may wait for a nap.
    [[nodiscard]] double barrier(std::size_t ranks) const {
        return levels(ranks) * (message(0) + nap);
    }

  private:
    [[nodiscard]] static double levels(std::size_t ranks) {
        return static_cast<double>(std::bit_width(ranks - 1));
    }
};

} // namespace primerank::simulate
