#pragma once

#include "law/any_tally.hpp"
#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace primerank::campaign {

/// What rank 0 scatters.
enum class Order : std::uint8_t {
    work,    ///< here is a chunk, and perhaps another rank's to work on again
    nothing, ///< nothing new: finish what is in hand
    abandon, ///< give up what is in hand
};

struct Assignment {
    Order order = Order::nothing;
    Interval chunk;    ///< only with Order::work
    Interval audit;    ///< a chunk that another rank has done, to be done again; or empty
    bool last = false; ///< no chunk comes after this one, but perhaps more to audit
};

/// What every rank says of its chunk beside the tally, gathered on rank 0.
struct ChunkReport {
    double busy_seconds = 0;        ///< averaged over the rank's threads
    double finished_ago = 0;        ///< seconds between the end of the chunk and this report
    law::WideSum headline;          ///< the workload's headline of this chunk's tally
    std::uint64_t digest = 0;       ///< of the chunk's whole tally; only when audits are on
    std::uint64_t audit_digest = 0; ///< of the tally of the chunk that was done again
};

/// Where what a rank found belongs: what rank 0 scatters before a round is published.
struct Place {
    bool publish = false; ///< false on all ranks: the round will be no part of the result
    law::AnyTally before; ///< of all from the axis' start to this rank's chunk

    [[nodiscard]] std::string bytes() const;
    static Place from_bytes(std::string_view bytes, const law::TallyType& type);
};

/// What the ordered reduction carries: the tally and the stop flag.
struct Partial {
    law::AnyTally tally;
    bool complete = true;        ///< no piece of any rank was given up
    bool stop_requested = false; ///< some rank was asked to stop

    void combine(const Partial& right);

    [[nodiscard]] std::string bytes() const;
    static Partial from_bytes(std::string_view bytes, const law::TallyType& type);
};

} // namespace primerank::campaign
