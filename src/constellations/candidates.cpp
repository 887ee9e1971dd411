#include "constellations/candidates.hpp"

#include "numbers/primality.hpp"

#include <algorithm>
#include <utility>

namespace primerank::constellations {

std::size_t MemberTest::keep(std::span<std::uint64_t> first_members,
                             std::span<const std::uint64_t> offsets, const NumberTest& test) {
    members_.resize(std::max(members_.size(), first_members.size()));
    verdicts_.resize(members_.size());
    std::size_t count = first_members.size();
    for (const std::uint64_t offset : offsets) {
        for (std::size_t i = 0; i < count; ++i) {
            members_[i] = first_members[i] + offset;
        }
        test({members_.data(), count}, {verdicts_.data(), count});
        const std::size_t tested = std::exchange(count, 0);
        for (std::size_t i = 0; i < tested; ++i) {
            first_members[count] = first_members[i];
            count += verdicts_[i];
        }
    }
    return count;
}

Candidates::Candidates(const tally::Pattern& pattern, InstructionSet set)
    : offsets_(pattern.offsets().begin(), pattern.offsets().end()), set_(set) {}

std::uint64_t* Candidates::room(std::size_t count) {
    if (first_members_.size() < waiting_ + count) {
        first_members_.resize(2 * (waiting_ + count));
    }
    return first_members_.data() + waiting_;
}

void Candidates::decide(std::vector<std::uint64_t>& found) {
    const NumberTest base_2 = [this](std::span<const std::uint64_t> numbers,
                                     std::span<std::uint8_t> verdicts) {
        test_base_2(numbers, verdicts, set_);
    };
    const NumberTest primality = [this](std::span<const std::uint64_t> numbers,
                                        std::span<std::uint8_t> verdicts) {
        test_primality(numbers, verdicts, set_);
    };
    std::span<std::uint64_t> left(first_members_.data(), std::exchange(waiting_, 0));
    left = left.first(members_.keep(left, offsets_, base_2));
    left = left.first(members_.keep(left, offsets_, primality));
    found.insert(found.end(), left.begin(), left.end());
}

} // namespace primerank::constellations
