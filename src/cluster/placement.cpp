#include "cluster/placement.hpp"

namespace primerank::cluster {
namespace {

int sharers(const std::vector<RankPlace>& ranks, const RankPlace& place) {
    return static_cast<int>(std::count_if(ranks.begin(), ranks.end(), [&](const RankPlace& other) {
        return other.host_text == place.host_text && CPU_EQUAL(&other.mask, &place.mask);
    }));
}

} // namespace

std::vector<std::string> Placement::hosts() const {
    std::vector<std::string> names;
    for (const RankPlace& place : ranks) {
        if (std::find(names.begin(), names.end(), place.host()) == names.end()) {
            names.push_back(place.host());
        }
    }
    return names;
}

int Placement::total_threads() const {
    int total = 0;
    for (const RankPlace& place : ranks) {
        total += place.threads;
    }
    return total;
}

RankPlace this_place(int threads) {
    RankPlace place;
    host_name().copy(place.host_text.data(), place.host_text.size() - 1);
    CPU_ZERO(&place.mask);
    sched_getaffinity(0, sizeof place.mask, &place.mask);
    place.instructions = instruction_set();
    place.threads = threads;
    return place;
}

void assign_threads(Placement& placement) {
    const std::vector<RankPlace> asked = placement.ranks;
    for (std::size_t rank = 0; rank < asked.size(); ++rank) {
        const int sharing = sharers(asked, asked[rank]);
        RankPlace& place = placement.ranks[rank];
        if (place.threads == 0) {
            place.threads = std::max(1, place.processors() / sharing);
        }
        const bool asked_for = asked[rank].threads > 0;
        if (asked_for && place.threads * sharing > place.processors()) {
            ++placement.crowded_ranks;
        }
    }
}

Placement place_ranks(Ranks& ranks, int threads) {
    Placement placement;
    placement.ranks = ranks.gather(this_place(threads));
    std::vector<int> shares;
    if (ranks.rank() == 0) {
        assign_threads(placement);
        for (const RankPlace& place : placement.ranks) {
            shares.push_back(place.threads);
        }
    }
    placement.threads = ranks.scatter(shares);
    return placement;
}

} // namespace primerank::cluster
