#include "list/compact_file.hpp"

#include "fuzz/fuzz.hpp"

#include "catch.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::list;

namespace {

using Numbers = std::vector<std::uint64_t>;

/// Three cells of numbers that lie like primes, with one wide gap.
Numbers some_numbers() {
    Numbers numbers = {2, 3};
    std::uint64_t step = 1;
    for (const std::uint64_t cell : {0U, 1U, 3U}) {
        std::uint64_t n = cell * cell_width + 5;
        for (int i = 0; i < 150; ++i) {
            numbers.push_back(n);
            step = step * 29 % 97;
            n += 2 * (1 + step % 20);
        }
    }
    return numbers;
}

std::string list_of(const Numbers& numbers, int level) {
    CellEncoder encoder(level);
    std::string cells;
    ListTally totals;
    for (std::size_t begin = 0, end = 0; begin < numbers.size(); begin = end) {
        while (end < numbers.size() && cell_of(numbers[end]) == cell_of(numbers[begin])) {
            ++end;
        }
        encoder.append({numbers.data() + begin, end - begin});
        ListTally tally = encoder.tally();
        std::vector<std::uint8_t> cell(encoder.most_bytes());
        tally.bytes = encoder.finish(cell.data());
        totals.combine(tally);
        cells.append(reinterpret_cast<const char*>(cell.data()), tally.bytes);
    }
    FileHeader header;
    header.interval = {0, 4 * uint128{cell_width}};
    header.level = level;
    header.totals = totals;
    return header.bytes() + cells;
}

/// All numbers of a list; nothing where it is damaged.
std::optional<Numbers> read(const fuzz::MemoryFile& memory, std::string_view bytes) {
    memory.write(bytes);
    try {
        Numbers found;
        const auto file = std::make_shared<const CompactFile>(memory.path());
        FileSource(file).run({0, two_to_the_64}, {}, [&](std::span<const std::uint64_t> more) {
            found.insert(found.end(), more.begin(), more.end());
        });
        return found;
    } catch (const DamagedList&) {
        return std::nullopt;
    }
}

const std::string bytes =
    std::string("\0\1\x28\x50\x51\x52\x2A\x4D\x18\x7F\x80\xFF", 12) + "0123456789 ";

} // namespace

TEST_CASE("A damaged compact list is refused or gives the numbers it had") {
    const Numbers numbers = some_numbers();
    const fuzz::MemoryFile memory;
    fuzz::fuzz({list_of(numbers, 1)}, bytes, 40'000, [&](std::string_view text) {
        const auto found = read(memory, text);
        return !found || *found == numbers;
    });
}

TEST_CASE("Damaged cells of a compact list are refused or give the numbers they had") {
    const Numbers numbers = some_numbers();
    const std::string whole = list_of(numbers, 1);
    const fuzz::MemoryFile memory;
    // Lengths that no longer fit hide what else is wrong, so they are made to fit.
    fuzz::fuzz({whole.substr(FileHeader::size)}, bytes, 40'000, [&](std::string_view cells) {
        FileHeader header = FileHeader::parse(whole);
        header.totals->bytes = cells.size();
        const auto found = read(memory, header.bytes() + std::string(cells));
        return !found || *found == numbers;
    });
}

TEST_CASE("A compact list without compression holds what its header says") {
    const Numbers numbers = some_numbers();
    const fuzz::MemoryFile memory;
    fuzz::fuzz({list_of(numbers, 0)}, bytes, 40'000, [&](std::string_view text) {
        const auto found = read(memory, text);
        if (!found) {
            return true;
        }
        const FileHeader header = FileHeader::parse(std::string(text));
        ListTally sum;
        for (const std::uint64_t n : *found) {
            if ((sum.count > 0 && n <= sum.last) || !header.interval.contains(n)) {
                return false;
            }
            sum.combine({1, 0, n, n});
        }
        sum.bytes = text.size() - FileHeader::size;
        return sum == header.totals;
    });
}

TEST_CASE("Two wrong bytes in the cells of a compact list without compression are found") {
    const Numbers numbers = some_numbers();
    const std::string whole = list_of(numbers, 0);
    const fuzz::MemoryFile memory;
    // An input is two places, of two bytes, and how much is added there, of one.
    fuzz::fuzz({"abcdef", "123456"}, bytes, 40'000, [&](std::string_view input) {
        std::string damaged = whole;
        for (std::size_t i = 0; i + 3 <= std::min<std::size_t>(input.size(), 6); i += 3) {
            const std::size_t place = static_cast<unsigned char>(input[i]) * 256U
                                      + static_cast<unsigned char>(input[i + 1]);
            const std::size_t cells = whole.size() - FileHeader::size;
            char& byte = damaged[FileHeader::size + place % cells];
            byte = static_cast<char>(byte + input[i + 2] % 8);
        }
        const auto found = read(memory, damaged);
        return !found || *found == numbers;
    });
}
