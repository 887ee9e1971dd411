#include "primerank/constellations.hpp"

#include "constellations/cost.hpp"
#include "constellations/search.hpp"
#include "primerank/count.hpp"
#include "primerank/internal/arguments.hpp"
#include "primerank/internal/count_patterns.hpp"
#include "primerank/internal/in_order.hpp"
#include "primerank/internal/pieces.hpp"
#include "primerank/sieve.hpp"
#include "tally/pattern.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace primerank {
namespace {

using constellations::Family;
using constellations::Search;
using FirstMembers = std::vector<std::uint64_t>;

/// Numbers of a piece whose constellations wait for their turn: 30 MB of twins at 10^9. Each
/// further member makes them rarer by ten or more.
uint128 widest_waiting(std::size_t members) {
    constexpr std::size_t rare = 12;
    return uint128{1} << (30 + 3 * (std::min(members, rare) - 2));
}

/// Those of one pattern, found by the searches of several threads.
class Searches {
  public:
    Searches(const tally::Pattern& pattern, const Interval& interval, unsigned threads)
        : interval_(interval), family_(std::make_shared<const Family>(std::vector{pattern})),
          cost_(*family_), searches_(threads) {}

    [[nodiscard]] std::vector<Interval> pieces() const {
        const Axis axis{[this](const Interval& piece) { return cost_(piece); },
                        [](uint128 position) { return position; }};
        const std::size_t members = family_->patterns().front().offsets().size();
        return internal::pieces_of({interval_, axis, widest_waiting(members)},
                                   static_cast<unsigned>(searches_.size()));
    }

    /// The first members of those that end in the piece, ascending.
    FirstMembers find(unsigned thread, const Interval& piece, const std::stop_token& give_up) {
        std::optional<Search>& search = searches_[thread];
        if (!search) {
            search.emplace(family_, Search::Way::usual);
        }
        FirstMembers found;
        search->run(
            piece,
            [&](std::size_t, std::span<const std::uint64_t> first_members) {
                std::copy_if(first_members.begin(), first_members.end(), std::back_inserter(found),
                             [this](std::uint64_t n) { return n >= interval_.start; });
            },
            give_up);
        std::sort(found.begin(), found.end());
        return found;
    }

  private:
    Interval interval_;
    std::shared_ptr<const Family> family_;
    constellations::SearchCost cost_;
    std::vector<std::optional<Search>> searches_; ///< one a thread, made when first used
};

void search_in_order(const tally::Pattern& pattern, const Interval& interval,
                     const std::function<void(std::span<const std::uint64_t>)>& visit,
                     unsigned threads) {
    Searches searches(pattern, interval, threads);
    const std::vector<Interval> pieces = searches.pieces();
    std::stop_source give_up;
    const auto visit_found = [&visit](const FirstMembers& found) {
        if (!found.empty()) {
            visit(found);
        }
    };
    if (threads == 1 || pieces.size() == 1) {
        for (const Interval& piece : pieces) {
            visit_found(searches.find(0, piece, give_up.get_token()));
        }
        return;
    }
    internal::in_order<FirstMembers>(
        pieces.size(), threads, give_up,
        [&](unsigned thread, std::size_t i) {
            return searches.find(thread, pieces[i], give_up.get_token());
        },
        visit_found);
}

} // namespace

std::uint64_t count_constellations(const Offsets& offsets, uint128 start, uint128 stop,
                                   unsigned threads) {
    const tally::Pattern pattern(offsets);
    const Interval interval = internal::interval_of(start, stop);
    return offsets.size() == 1
               ? count_primes(start, stop, threads)
               : internal::count_patterns({pattern}, interval, internal::thread_count(threads));
}

void for_each_constellation(const Offsets& offsets, uint128 start, uint128 stop,
                            const std::function<void(std::span<const std::uint64_t>)>& visit,
                            unsigned threads) {
    const tally::Pattern pattern(offsets);
    const Interval interval = internal::interval_of(start, stop);
    if (offsets.size() == 1) {
        Sieve(threads).for_each_window(start, stop,
                                       [&](const Window& window) { visit(window.primes); });
        return;
    }
    search_in_order(pattern, interval, visit, internal::thread_count(threads));
}

} // namespace primerank
