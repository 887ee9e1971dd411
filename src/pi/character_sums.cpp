#include "pi/character_sums.hpp"

#include <utility>

namespace primerank::pi {

CharacterSums::CharacterSums(const Tables& tables, const Character& chi, const Builders& builders)
    : of_(tables, chi), hard_(of_), easy_(of_, builders), ordinary_(of_) {}

PiTally CharacterSums::work(const PiAxis& axis, const Interval& piece, Worker& worker,
                            const std::stop_token& give_up) const {
    const Kernels& kernels =
        of_.chi.is_principal() ? primerank::pi::kernels(worker.set) : signed_kernels(worker.set);
    PiTally tally;
    HardLeaves::Sums hard = hard_leaves(axis, piece, kernels, worker.hard, give_up);
    tally.d = std::move(hard.d);
    tally.b = hard.b;
    if (const PiAxis::Part v = axis.easy_v(piece); !v.empty()) {
        tally.easy = easy_.sums(v.lo, v.hi, kernels, worker.easy, give_up);
    }
    if (const PiAxis::Part m = axis.ordinary_m(piece); !m.empty()) {
        tally.phi0 = ordinary_.sum(m.lo, m.hi, kernels, give_up);
    }
    return tally;
}

/// In one run where all b are wanted of the dense leaves and of those that follow.
HardLeaves::Sums CharacterSums::hard_leaves(const PiAxis& axis, const Interval& piece,
                                            const Kernels& kernels, HardLeaves::Buffers& buffers,
                                            const std::stop_token& give_up) const {
    const PiAxis::Part b = axis.dense_b(piece);
    const PiAxis::Part n = axis.hard_n(piece);
    if (axis.has_all_dense(piece)) {
        return hard_.sums(0, n.hi, kernels, buffers, give_up);
    }
    HardLeaves::Sums sums;
    if (!b.empty()) {
        sums = hard_.sums({0, hard_.dense_end(), k + b.lo, k + b.hi}, kernels, buffers, give_up);
    }
    if (!n.empty()) {
        const HardLeaves::Sums rest = hard_.sums(n.lo, n.hi, kernels, buffers, give_up);
        sums.d.combine(rest.d);
        sums.b.combine(rest.b);
    }
    return sums;
}

PiTerms CharacterSums::terms(const PiTally& tally, std::uint64_t primes_up_to_sqrt_x) const {
    const std::int64_t pi_of_root = tally.easy.count;
    PiTerms terms;
    terms.a_and_c = tally.easy.sum + easy_.constant();
    terms.b = tally.b.sum + static_cast<int128>(tally.b.weight) * pi_of_root;
    terms.d = tally.d.sum;
    terms.phi0 = tally.phi0;
    const std::uint64_t zeros = of_.chi.zeros_up_to(of_.tables.parameters.sqrt_x);
    terms.sigma = sigma(of_, {pi_of_root, primes_up_to_sqrt_x - zeros});
    return terms;
}

std::uint64_t CharacterSums::shared_bytes(const Parameters& parameters, const Character& chi) {
    return EasyLeaves::shared_bytes(parameters)
           + (chi.is_principal() ? 0
                                 : CharacterTables::bytes(parameters) + SmallCharacterPhi::bytes());
}

std::uint64_t CharacterSums::thread_bytes(const Parameters& parameters, bool with_signs) {
    return HardLeaves::bytes(parameters) + EasyLeaves::bytes(parameters)
           + (with_signs ? EasyLeaves::bytes_of_signs(parameters) : 0);
}

} // namespace primerank::pi
