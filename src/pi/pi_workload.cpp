#include "pi/pi_workload.hpp"

#include "pi/sigma.hpp"
#include "pi/small_primes.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank::pi {
namespace {

/// The overlap of a piece with a section of the axis, counted from the section's beginning.
struct Part {
    std::uint64_t lo = 0;
    std::uint64_t hi = 0;
    [[nodiscard]] bool empty() const { return lo >= hi; }
};

Part overlap(const Interval& piece, uint128 begin, uint128 end) {
    const uint128 lo = std::clamp(piece.start, begin, end);
    const uint128 hi = std::clamp(piece.stop, begin, end);
    return {static_cast<std::uint64_t>(lo - begin), static_cast<std::uint64_t>(hi - begin)};
}

std::int64_t count_primes(std::uint64_t x) {
    return static_cast<std::int64_t>(small_primes(static_cast<std::uint32_t>(x)).size()) - 1;
}

/// Pieces may be cut every `grain` near the beginning of a section, and so much coarser farther out
/// that a step is never more than 1/64 of the way from the beginning: short pieces cost more than
/// their share, and only where leaves lie dense do they have to be short. Steps are powers of two
/// times grain, and a step's zone begins at a multiple of that step, so borders ascend with
/// position.
std::uint64_t border_in_section(std::uint64_t position, std::uint64_t grain,
                                std::uint64_t largest_step) {
    std::uint64_t step = grain;
    while (step < largest_step && position >= 128 * step) {
        step *= 2;
    }
    return position - position % step;
}

} // namespace

void PiTally::combine(const PiTally& right) {
    d.combine(right.d);
    b.combine(right.b);
    easy.combine(right.easy);
    phi0 += right.phi0;
}

PiWorkload::Method::Method(const Parameters& parameters, const Builders& builders)
    : tables(parameters, builders), hard(tables), easy(tables, builders), ordinary(tables),
      dense_cost(cost_of_dense_leaves(tables, hard.dense_end())),
      hard_cost(cost_of_hard_leaves(tables, hard.dense_end(), hard.end())),
      easy_cost(cost_of_easy_leaves(tables, easy)),
      ordinary_cost(cost_of_ordinary_leaves(ordinary.end())) {}

PiWorkload::PiWorkload(uint128 x, const Builders& builders, const Options& options)
    : x_(x), options_(options) {
    if (x < combinatorial_start) {
        return;
    }
    method_ = std::make_unique<const Method>(choose_parameters(x, options), builders);
    const std::uint64_t n = method_->hard.dense_end();
    dense_end_ = n > 0 ? method_->tables.d - k : 0;
    hard_end_ = dense_end_ + method_->hard.end() - n;
    easy_end_ = hard_end_ + method_->easy.end();
    phi0_end_ = easy_end_ + method_->ordinary.end();
}

double PiWorkload::cost(const Interval& piece) const {
    if (!method_) {
        return piece.contains(0) ? 1e-3 : 0;
    }
    const auto seconds = [](const CostCurve& curve, const Part& part) {
        return curve.up_to(part.hi) - curve.up_to(part.lo);
    };
    return seconds(method_->dense_cost, overlap(piece, 0, dense_end_))
           + seconds(method_->hard_cost, overlap(piece, dense_end_, hard_end_))
           + seconds(method_->easy_cost, overlap(piece, hard_end_, easy_end_))
           + seconds(method_->ordinary_cost, overlap(piece, easy_end_, phi0_end_));
}

uint128 PiWorkload::border(uint128 position) const {
    if (position >= phi0_end_) {
        return phi0_end_;
    }
    const auto in_section = [position](uint128 begin, std::uint64_t grain, std::uint64_t largest) {
        return begin
               + border_in_section(static_cast<std::uint64_t>(position - begin), grain, largest);
    };
    if (position >= easy_end_) {
        return in_section(easy_end_, OrdinaryLeaves::grain, OrdinaryLeaves::grain << 16);
    }
    if (position >= hard_end_) {
        return in_section(hard_end_, EasyLeaves::grain, EasyLeaves::grain << 9);
    }
    if (position >= dense_end_) {
        const std::uint64_t begin = method_->hard.dense_end();
        const auto n = begin + static_cast<std::uint64_t>(position - dense_end_);
        const std::uint64_t border =
            border_in_section(n, HardLeaves::grain, HardLeaves::grain << 9);
        return dense_end_ + (std::max(border, begin) - begin);
    }
    return position;
}

PiWorkload::Worker PiWorkload::make_worker() const {
    return {method_ ? &method_->tables.kernels : nullptr, {}, {}};
}

PiWorkload::Worker PiWorkload::make_auditor() const {
    Worker auditor = make_worker();
    if (auditor.kernels != nullptr) {
        auditor.kernels = auditor.kernels->set == InstructionSet::avx512
                              ? &kernels(InstructionSet::avx2)
                              : &kernels(InstructionSet::portable);
    }
    return auditor;
}

PiTally PiWorkload::work(const Interval& piece, Worker& worker,
                         const std::stop_token& give_up) const {
    PiTally tally;
    if (!method_) {
        tally.easy.count = piece.contains(0) ? count_primes(static_cast<std::uint64_t>(x_)) : 0;
        return tally;
    }
    HardLeaves::Sums hard = hard_leaves(piece, worker, give_up);
    tally.d = std::move(hard.d);
    tally.b = hard.b;
    if (const Part v = overlap(piece, hard_end_, easy_end_); !v.empty()) {
        tally.easy = method_->easy.sums(v.lo, v.hi, *worker.kernels, worker.easy, give_up);
    }
    if (const Part m = overlap(piece, easy_end_, phi0_end_); !m.empty()) {
        tally.phi0 = method_->ordinary.sum(m.lo, m.hi, *worker.kernels, give_up);
    }
    return tally;
}

/// In one run where all b are wanted of the dense leaves and of those that follow.
HardLeaves::Sums PiWorkload::hard_leaves(const Interval& piece, Worker& worker,
                                         const std::stop_token& give_up) const {
    const HardLeaves& hard = method_->hard;
    const Part b = overlap(piece, 0, dense_end_);
    const Part n = overlap(piece, dense_end_, hard_end_);
    const std::uint64_t begin = hard.dense_end();
    if (piece.start == 0 && piece.stop >= dense_end_) {
        return hard.sums(0, begin + n.hi, *worker.kernels, worker.hard, give_up);
    }
    HardLeaves::Sums sums;
    if (!b.empty()) {
        sums = hard.sums({0, begin, k + b.lo, k + b.hi}, *worker.kernels, worker.hard, give_up);
    }
    if (!n.empty()) {
        const HardLeaves::Sums rest =
            hard.sums(begin + n.lo, begin + n.hi, *worker.kernels, worker.hard, give_up);
        sums.d.combine(rest.d);
        sums.b.combine(rest.b);
    }
    return sums;
}

tally::WideSum PiWorkload::headline(const Tally& tally) const {
    return tally::WideSum(static_cast<uint128>(tally.easy.count)
                          + static_cast<uint128>(tally.b.count));
}

std::size_t PiWorkload::memory(int threads) const {
    return memory_forecast(x_, static_cast<unsigned>(threads), options_);
}

PiTerms PiWorkload::terms(const Tally& tally) const {
    if (!method_) {
        return {0, 0, 0, 0, tally.easy.count};
    }
    const std::int64_t primes_up_to_sqrt_x = tally.easy.count;
    PiTerms terms;
    terms.a_and_c = tally.easy.sum + method_->easy.constant();
    terms.b = tally.b.sum + static_cast<int128>(tally.b.weight) * primes_up_to_sqrt_x;
    terms.d = tally.d.sum;
    terms.phi0 = tally.phi0;
    terms.sigma = sigma(method_->tables, static_cast<std::uint64_t>(primes_up_to_sqrt_x));
    return terms;
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
    return Tables::bytes(parameters) + EasyLeaves::shared_bytes(parameters)
           + threads * (HardLeaves::bytes(parameters) + EasyLeaves::bytes(parameters));
}

} // namespace primerank::pi
