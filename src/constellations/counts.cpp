#include "constellations/counts.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank::constellations {

void Counts::add(std::size_t kind, std::span<const std::uint64_t> first_members) {
    for (const std::uint64_t n : first_members) {
        if (n >= start_) {
            ++whole_[kind];
        } else {
            add(Straddler{n, kind});
        }
    }
}

void Counts::add(const Straddler& straddler) {
    straddling_.insert(std::upper_bound(straddling_.begin(), straddling_.end(), straddler),
                       straddler);
}

std::uint64_t Counts::whole_from(std::uint64_t start, std::size_t kind) const {
    const auto more =
        std::count_if(straddling_.begin(), straddling_.end(), [&](const Straddler& straddler) {
            return straddler.kind == kind && straddler.first_member >= start;
        });
    return whole(kind) + static_cast<std::uint64_t>(more);
}

void Counts::require_sound() const {
    const bool ascending = std::is_sorted(straddling_.begin(), straddling_.end());
    const bool known =
        std::all_of(straddling_.begin(), straddling_.end(), [this](const Straddler& straddler) {
            return straddler.kind < whole_.size() && straddler.first_member < start_;
        });
    if (!ascending || !known) {
        throw std::runtime_error("counts of constellations that no interval has");
    }
}

void Counts::combine(const Counts& right) {
    if (right.whole_.empty()) {
        return;
    }
    if (whole_.empty()) {
        *this = right;
        return;
    }
    for (std::size_t kind = 0; kind < whole_.size(); ++kind) {
        whole_[kind] += right.whole(kind);
    }
    for (const Straddler& straddler : right.straddling_) {
        if (straddler.first_member >= start_) {
            ++whole_[straddler.kind];
        } else {
            add(straddler);
        }
    }
}

} // namespace primerank::constellations
