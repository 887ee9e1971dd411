#include "constellations/candidates.hpp"

#include "numbers/primality.hpp"

#include <utility>

namespace primerank::constellations {

Candidates::Candidates(const tally::Pattern& pattern, InstructionSet set)
    : offsets_(pattern.offsets().begin(), pattern.offsets().end()), set_(set) {}

std::uint64_t* Candidates::room(std::size_t count) {
    if (first_members_.size() < waiting_ + count) {
        first_members_.resize(2 * (waiting_ + count));
    }
    return first_members_.data() + waiting_;
}

template <class Test>
std::size_t Candidates::keep(std::size_t count, const Test& test) {
    for (const std::uint64_t offset : offsets_) {
        for (std::size_t i = 0; i < count; ++i) {
            members_[i] = first_members_[i] + offset;
        }
        test(std::span(members_.data(), count), std::span(verdicts_.data(), count));
        const std::size_t tested = std::exchange(count, 0);
        for (std::size_t i = 0; i < tested; ++i) {
            first_members_[count] = first_members_[i];
            count += verdicts_[i];
        }
    }
    return count;
}

void Candidates::decide(std::vector<std::uint64_t>& found) {
    std::size_t count = std::exchange(waiting_, 0);
    if (members_.size() < count) {
        members_.resize(first_members_.size());
        verdicts_.resize(first_members_.size());
    }
    count = keep(count,
                 [this](std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts) {
                     test_base_2(numbers, verdicts, set_);
                 });
    count = keep(count,
                 [this](std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts) {
                     test_primality(numbers, verdicts, set_);
                 });
    found.insert(found.end(), first_members_.begin(),
                 first_members_.begin() + static_cast<std::ptrdiff_t>(count));
}

} // namespace primerank::constellations
