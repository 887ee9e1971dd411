#include "pi/pi_workload.hpp"

#include "pi/small_primes.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank::pi {
namespace {

std::int64_t count_primes(std::uint64_t x) {
    return static_cast<std::int64_t>(small_primes(static_cast<std::uint32_t>(x)).size()) - 1;
}

} // namespace

PiWorkload::Method::Method(const Parameters& parameters, const Builders& builders)
    : tables(parameters, builders), sums(tables, Character(), builders), axis(sums.axis()) {}

PiWorkload::PiWorkload(uint128 x, const Builders& builders, const Options& options)
    : x_(x), options_(options) {
    if (x >= combinatorial_start) {
        method_ = std::make_unique<const Method>(choose_parameters(x, options), builders);
    }
}

double PiWorkload::cost(const Interval& piece) const {
    if (!method_) {
        return piece.contains(0) ? 1e-3 : 0;
    }
    return method_->axis.cost(piece);
}

uint128 PiWorkload::border(uint128 position) const {
    return method_ ? method_->axis.border(position) : std::min<uint128>(position, 1);
}

PiTally PiWorkload::work(const Interval& piece, Worker& worker,
                         const std::stop_token& give_up) const {
    if (method_) {
        return method_->sums.work(method_->axis, piece, worker, give_up);
    }
    PiTally tally;
    tally.easy.count = piece.contains(0) ? count_primes(static_cast<std::uint64_t>(x_)) : 0;
    return tally;
}

law::WideSum PiWorkload::headline(const Tally& tally) const {
    return law::WideSum(static_cast<uint128>(tally.easy.count)
                        + static_cast<uint128>(tally.b.count));
}

std::size_t PiWorkload::memory(int threads) const {
    return memory_forecast(x_, static_cast<unsigned>(threads), options_);
}

PiTerms PiWorkload::terms(const Tally& tally) const {
    if (!method_) {
        return {0, 0, 0, 0, tally.easy.count};
    }
    return method_->sums.terms(tally, static_cast<std::uint64_t>(tally.easy.count));
}

uint128 PiWorkload::finish(const Tally& tally) const {
    const int128 result = terms(tally).sum();
    if (result < 0 || static_cast<uint128>(result) > x_) {
        throw std::logic_error("the partial results do not add up to a count of primes");
    }
    return static_cast<uint128>(result);
}

std::uint64_t memory_forecast(uint128 x, unsigned threads, const Options& options) {
    if (x < combinatorial_start) {
        return 1 << 20;
    }
    const Parameters parameters = choose_parameters(x, options);
    return Tables::bytes(parameters) + CharacterSums::shared_bytes(parameters, Character())
           + threads * CharacterSums::thread_bytes(parameters, false);
}

} // namespace primerank::pi
