#pragma once

#include "tally/segment_bits.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

namespace primerank::tally {

/// Up to Capacity ascending primes; the unused places are 0, so equal lists have equal bits.
template <std::size_t Capacity>
class FewPrimes {
  public:
    [[nodiscard]] std::size_t size() const {
        return static_cast<std::size_t>(std::find(slots_.begin(), slots_.end(), 0U)
                                        - slots_.begin());
    }
    [[nodiscard]] std::span<const std::uint64_t> view() const { return {slots_.data(), size()}; }

    /// The first Capacity primes of this list followed by `more`.
    void append(std::span<const std::uint64_t> more) {
        const std::size_t taken = size();
        std::copy_n(more.begin(), std::min(more.size(), Capacity - taken), slots_.begin() + taken);
    }

    /// The last Capacity primes of `more` followed by this list.
    void prepend(std::span<const std::uint64_t> more) {
        const std::size_t taken = size();
        const std::size_t added = std::min(more.size(), Capacity - taken);
        std::copy_backward(slots_.begin(), slots_.begin() + taken, slots_.begin() + taken + added);
        std::copy(more.end() - static_cast<std::ptrdiff_t>(added), more.end(), slots_.begin());
    }

    friend bool operator==(const FewPrimes&, const FewPrimes&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        for (std::uint64_t& prime : slots_) {
            archive& prime;
        }
    }

  private:
    std::array<std::uint64_t, Capacity> slots_{};
};

/// The first and the last Capacity primes of a piece, or all of them twice when there are no more.
/// What several primes have to do with each other across a border is decided from these alone.
template <std::size_t Capacity>
struct EndPrimes {
    FewPrimes<Capacity> first;
    FewPrimes<Capacity> last;

    [[nodiscard]] bool empty() const { return first.size() == 0; }

    /// A list with free places holds all primes of its piece, so the neighbour's fill them up.
    void combine(const EndPrimes& right) {
        first.append(right.first.view());
        FewPrimes<Capacity> joined = right.last;
        joined.prepend(last.view());
        last = joined;
    }

    friend bool operator==(const EndPrimes&, const EndPrimes&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& first;
        archive& last;
        if constexpr (Archive::is_loading::value) {
            if (first.size() != last.size()) {
                throw std::runtime_error("a saved result is damaged");
            }
        }
    }
};

template <std::size_t Capacity>
EndPrimes<Capacity> end_primes(std::span<const std::uint64_t> primes) {
    EndPrimes<Capacity> ends;
    ends.first.append(primes);
    ends.last.prepend(primes);
    return ends;
}

template <std::size_t Capacity>
EndPrimes<Capacity> end_primes(const sieve::Segment& segment) {
    std::array<std::uint64_t, Capacity> primes{};
    std::size_t found = 0;
    ascend_primes(segment, [&](std::uint64_t prime) {
        primes[found++] = prime;
        return found < Capacity;
    });
    EndPrimes<Capacity> ends;
    ends.first.append({primes.data(), found});
    found = 0;
    descend_primes(segment, [&](std::uint64_t prime) {
        primes[Capacity - ++found] = prime;
        return found < Capacity;
    });
    ends.last.append({primes.data() + (Capacity - found), found});
    return ends;
}

} // namespace primerank::tally
