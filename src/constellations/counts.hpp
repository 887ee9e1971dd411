#pragma once

#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace primerank::constellations {

/// How many constellations of each kind an interval holds, with all their members: a tally, in the
/// sense of law::Tally.
///
/// A constellation is met where it ends, so an interval also knows those that begin before it. They
/// are kept apart until an interval to the left is long enough to hold them.
class Counts {
  public:
    /// Of an empty interval.
    Counts() = default;

    /// Of an interval that begins at `start`, as yet without any of `kinds` kinds.
    Counts(std::uint64_t start, std::size_t kinds) : start_(start), whole_(kinds) {}

    /// Takes in constellations that end in the interval, given by their first members.
    void add(std::size_t kind, std::span<const std::uint64_t> first_members);

    /// Those with all their members in the interval; 0 for any kind of an empty interval.
    [[nodiscard]] std::uint64_t whole(std::size_t kind) const {
        return kind < whole_.size() ? whole_[kind] : 0;
    }

    /// Those that end in the interval and begin at `start` or behind.
    [[nodiscard]] std::uint64_t whole_from(std::uint64_t start, std::size_t kind) const;

    void combine(const Counts& right);

    friend bool operator==(const Counts&, const Counts&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& start_;
        archive& whole_;
        archive& straddling_;
        if constexpr (Archive::is_loading::value) {
            require_sound();
        }
    }

  private:
    /// One that begins before the interval.
    struct Straddler {
        std::uint64_t first_member = 0;
        std::uint64_t kind = 0;

        friend bool operator==(const Straddler&, const Straddler&) = default;
        friend bool operator<(const Straddler& left, const Straddler& right) {
            return std::tie(left.first_member, left.kind)
                   < std::tie(right.first_member, right.kind);
        }

        template <class Archive>
        void serialize(Archive& archive, unsigned /*version*/) {
            archive& first_member;
            archive& kind;
        }
    };

    void add(const Straddler& straddler);

    /// Throws std::runtime_error for what no interval has.
    void require_sound() const;

    std::uint64_t start_ = 0;
    std::vector<std::uint64_t> whole_;  ///< by kind; none for an empty interval
    std::vector<Straddler> straddling_; ///< ascending
};

} // namespace primerank::constellations
