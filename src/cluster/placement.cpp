#include "cluster/placement.hpp"

#include "cluster/control_groups.hpp"
#include "cluster/ranks.hpp"

#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace primerank::cluster {
namespace {

/// How many ranks of a host have the same of something.
class Sharers {
  public:
    void add(const RankPlace& place, std::uint64_t what) { ++counts_[{place.host(), what}]; }
    [[nodiscard]] int of(const RankPlace& place, std::uint64_t what) const {
        return counts_.at({place.host(), what});
    }

  private:
    std::map<std::pair<std::string, std::uint64_t>, int> counts_;
};

} // namespace

int RankPlace::processors() const {
    return std::min(allowed.count, quota);
}

void RankPlace::set_host(const std::string& name) {
    host_text = {};
    name.copy(host_text.data(), host_text.size() - 1);
}

std::vector<std::string> Placement::hosts() const {
    std::vector<std::string> names;
    std::unordered_set<std::string> seen;
    for (const RankPlace& place : ranks) {
        if (seen.insert(place.host()).second) {
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
    place.set_host(host_name());
    place.allowed = allowed_processors();
    const GroupLimits limits = group_limits();
    place.quota = limits.processors;
    place.quota_group = limits.processors_group;
    place.instructions = instruction_set();
    place.lacks_instructions = lacks_instruction_set();
    place.threads = threads;
    return place;
}

void shorten_hosts(std::vector<RankPlace>& ranks) {
    std::unordered_map<std::string, std::string> whole_names;
    std::unordered_set<std::string> ambiguous;
    for (const RankPlace& place : ranks) {
        const std::string name = short_name(place.host());
        if (whole_names.emplace(name, place.host()).first->second != place.host()) {
            ambiguous.insert(name);
        }
    }
    for (RankPlace& place : ranks) {
        if (const std::string name = short_name(place.host()); !ambiguous.contains(name)) {
            place.set_host(name);
        }
    }
}

void assign_threads(Placement& placement) {
    Sharers of_mask;
    Sharers of_quota;
    for (const RankPlace& place : placement.ranks) {
        of_mask.add(place, place.allowed.mask);
        of_quota.add(place, place.quota_group);
    }
    for (RankPlace& place : placement.ranks) {
        const int share = std::min(place.allowed.count / of_mask.of(place, place.allowed.mask),
                                   place.quota / of_quota.of(place, place.quota_group));
        if (place.threads == 0) {
            place.threads = std::max(1, share);
        } else if (place.threads > share) {
            ++placement.crowded_ranks;
        }
    }
}

std::string unfit_node(const std::vector<RankPlace>& ranks) {
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        if (ranks[rank].lacks_instructions) {
            return lacking_instruction_set(ranks.size() == 1
                                               ? "this processor"
                                               : "the processor of rank " + std::to_string(rank)
                                                     + " on " + ranks[rank].host());
        }
    }
    return {};
}

Placement place_ranks(Ranks& ranks, int threads) {
    constexpr int unfit = 0;
    Placement placement;
    placement.ranks = ranks.gather(this_place(threads));
    std::string reason;
    std::vector<int> shares;
    if (ranks.rank() == 0) {
        shorten_hosts(placement.ranks);
        assign_threads(placement);
        reason = unfit_node(placement.ranks);
        for (const RankPlace& place : placement.ranks) {
            shares.push_back(reason.empty() ? place.threads : unfit);
        }
    }
    placement.threads = ranks.scatter(shares);
    if (placement.threads == unfit) {
        throw UnfitNode(reason);
    }
    return placement;
}

} // namespace primerank::cluster
