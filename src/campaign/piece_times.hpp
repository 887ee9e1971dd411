#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace primerank::campaign {

/// What pieces take, known from those that are done, and how to share what is left of a chunk among
/// threads that come to it one by one, so that all end together.
class PieceTimes {
  public:
    void add(double cost, double seconds) {
        costs_ += cost;
        seconds_ += seconds;
    }

    /// Seconds for a piece of this cost; 0 as long as none is done.
    [[nodiscard]] double expected(double cost) const {
        return costs_ > 0 ? cost * seconds_ / costs_ : 0;
    }

    /// What share of this cost the first of so many threads should take. waits: in how many seconds
    /// each of the other threads will be free.
    [[nodiscard]] double share_of_first(double cost, std::size_t threads,
                                        std::vector<double> waits) const {
        std::sort(waits.begin(), waits.end());
        waits.resize(std::min(waits.size(), threads - 1));
        const double all = expected(cost);
        const double end =
            (all + std::accumulate(waits.begin(), waits.end(), 0.0)) / static_cast<double>(threads);
        return all > 0 ? std::min(1.0, end / all) : 1 / static_cast<double>(threads);
    }

  private:
    double costs_ = 0;
    double seconds_ = 0;
};

} // namespace primerank::campaign
