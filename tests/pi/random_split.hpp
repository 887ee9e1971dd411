#pragma once

#include "pi/pi_workload.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace primerank::pi {

/// Legal borders of the workload's axis, its ends included: some anywhere, some near the beginning,
/// some where leaves are so dense that cuts are over b.
template <class Workload>
std::vector<uint128> random_borders(const Workload& workload, std::mt19937_64& random,
                                    std::size_t inner) {
    const auto length = static_cast<std::uint64_t>(workload.axis().stop);
    std::vector<uint128> borders = {0, length};
    for (std::size_t i = 0; i < inner; ++i) {
        const std::uint64_t anywhere = random() % length;
        const std::uint64_t kind = random() % 3;
        borders.push_back(workload.border(kind == 0   ? anywhere
                                          : kind == 1 ? anywhere >> random() % 24
                                                      : anywhere % 128));
    }
    std::sort(borders.begin(), borders.end());
    return borders;
}

/// The tally of the whole axis from pieces that are worked on in random order and then joined, two
/// neighbours at a time, in random order.
template <class Workload>
typename Workload::Tally tally_in_pieces(const Workload& workload, std::mt19937_64& random,
                                         std::size_t pieces) {
    const std::vector<uint128> borders = random_borders(workload, random, pieces - 1);
    std::vector<std::size_t> order(borders.size() - 1);
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::shuffle(order.begin(), order.end(), random);
    typename Workload::Worker worker = workload.make_worker();
    std::vector<typename Workload::Tally> tallies(order.size());
    for (const std::size_t i : order) {
        tallies[i] = workload.work({borders[i], borders[i + 1]}, worker);
    }
    while (tallies.size() > 1) {
        const auto left = static_cast<std::ptrdiff_t>(random() % (tallies.size() - 1));
        tallies[static_cast<std::size_t>(left)].combine(
            tallies[static_cast<std::size_t>(left) + 1]);
        tallies.erase(tallies.begin() + left + 1);
    }
    return tallies.front();
}

template <class Workload>
typename Workload::Tally whole_tally(const Workload& workload) {
    typename Workload::Worker worker = workload.make_worker();
    return workload.work(workload.axis(), worker);
}

inline uint128 pi_of(uint128 x, const Options& options = {}) {
    const PiWorkload workload(x, 1, options);
    return workload.finish(whole_tally(workload));
}

/// Options drawn from everything that is legal.
inline Options random_options(std::mt19937_64& random) {
    const auto between = [&random](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    Options options;
    options.alpha = random() % 2 == 0 ? 0 : between(1, 40);
    options.alpha_z = random() % 2 == 0 ? 1 : between(1, 6);
    options.segment_blocks = random() % 2 == 0 ? 0 : static_cast<unsigned>(1 + random() % 16);
    options.pattern_limit = random() % 2 == 0 ? 700 : static_cast<unsigned>(24 + random() % 1500);
    options.slice = 1920 * (random() % 2 == 0 ? 4096 : 1 + random() % 200);
    options.largest_inverse = random() % 2 == 0 ? 1U << 29 : random() >> 32 >> random() % 32;
    return options;
}

} // namespace primerank::pi
