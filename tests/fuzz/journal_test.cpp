#include "campaign/journal.hpp"

#include "campaign/journal_records.hpp"
#include "fuzz/fuzz.hpp"
#include "numbers/serialized.hpp"
#include "tally/counts.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::campaign;

namespace {

constexpr Interval axis{100, 1000};

/// The true tally of [axis.start, stop).
tally::Counts counts_in(std::uint64_t start, std::uint64_t stop) {
    std::vector<std::uint64_t> primes;
    for (std::uint64_t n = start; n < stop; ++n) {
        std::uint64_t divisor = 2;
        while (divisor * divisor <= n && n % divisor != 0) {
            ++divisor;
        }
        if (n >= 2 && divisor * divisor > n) {
            primes.push_back(n);
        }
    }
    return tally::CountMeasure(0b111).of_primes(primes);
}

/// What a campaign leaves that is stopped after each of its rounds: some folded, some not.
std::vector<std::string> journals() {
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "primerank-test-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const std::string path = folder + "/journal";
    std::vector<std::string> texts;
    {
        Journal journal(path, {{"command", "count"}, {"start", "100"}}, axis);
        for (std::uint64_t start = 100; start < 1000; start += 100) {
            if (start % 300 == 100) {
                journal.begin_job({{}, 0, 0, 2, 4, {"node1", "caf\xE9"}, "2026-01-01T00:00:00Z"});
            }
            journal.append({{start, start + 100}, serialized(counts_in(start, start + 100)), 0.25});
            if (start == 500) {
                journal.fold(serialized(counts_in(100, 600)), "37");
            }
            std::ifstream file(path, std::ios::binary);
            texts.emplace_back(std::istreambuf_iterator<char>(file),
                               std::istreambuf_iterator<char>());
        }
    }
    fs::remove_all(folder);
    return texts;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
        lines.push_back(text.substr(begin, end - begin));
    }
    return lines;
}

/// CRC-64/XZ a bit at a time.
std::string slow_checksum(std::string_view text) {
    std::uint64_t remainder = ~std::uint64_t{0};
    for (const char c : text) {
        remainder ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            remainder = remainder >> 1 ^ ((remainder & 1) != 0 ? 0xC96C5795D7870F42 : 0);
        }
    }
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016" PRIx64, ~remainder);
    return digits.data();
}

/// A journal that is accepted, or nothing.
std::optional<Journal> accepted(const fuzz::MemoryFile& file, std::string_view text) {
    file.write(text);
    try {
        return Journal::read(file.path());
    } catch (const JournalRefused&) {
        return std::nullopt;
    }
}

/// Rounds one after another from the prefix on, all within the axis.
bool in_order(const Journal& journal) {
    uint128 at = journal.prefix().frontier;
    bool ordered = journal.axis().start <= at;
    for (const RoundRecord& round : journal.rounds()) {
        ordered = ordered && round.interval.start == at && round.interval.stop >= at
                  && round.job < journal.jobs().size();
        at = round.interval.stop;
    }
    return ordered && at <= journal.axis().stop && journal.frontier() == at;
}

/// Whether what it holds is what there is below its frontier.
bool holds_the_truth(const Journal& journal) {
    if (journal.axis() != axis || !in_order(journal)) {
        return false;
    }
    static const auto whole = [] {
        std::vector<tally::Counts> counts;
        for (std::uint64_t stop = 100; stop <= 1000; stop += 100) {
            counts.push_back(counts_in(100, stop));
        }
        return counts;
    }();
    const auto& prefix = journal.prefix().tally;
    auto found = prefix.empty() ? tally::Counts{} : deserialized<tally::Counts>(prefix);
    for (const RoundRecord& round : journal.rounds()) {
        found.combine(deserialized<tally::Counts>(round.tally));
    }
    return found == whole.at(static_cast<std::size_t>((journal.frontier() - 100) / 100));
}

} // namespace

TEST_CASE("No record of a journal is accepted whose checksum is wrong") {
    const std::vector<std::string> texts = journals();
    std::set<std::string> known;
    for (const std::string& text : texts) {
        for (const std::string& line : lines_of(text)) {
            known.insert(line);
            REQUIRE(line.substr(0, 16) == slow_checksum(line.substr(17)));
        }
    }
    const fuzz::MemoryFile file;
    fuzz::fuzz(texts, "0123456789abcdef\"{}[],: \n", 40'000, [&](std::string_view text) {
        const auto journal = accepted(file, text);
        if (!journal) {
            return true;
        }
        const std::vector<std::string> lines = lines_of(std::string(text));
        const bool sound = std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
            return line.substr(0, 16) == slow_checksum(line.substr(17));
        });
        return sound && holds_the_truth(*journal)
               && journal->cut_off() == text.size() - text.rfind('\n') - 1;
    });
}

TEST_CASE("Lines of a journal that are lost, doubled or out of place never make a wrong tally") {
    std::vector<std::string> pool;
    std::vector<std::string> orders; // a byte a line, which is its place in the pool
    for (const std::string& text : journals()) {
        orders.emplace_back();
        for (const std::string& line : lines_of(text)) {
            const auto at = std::find(pool.begin(), pool.end(), line);
            orders.back() += static_cast<char>(at - pool.begin());
            if (at == pool.end()) {
                pool.push_back(line);
            }
        }
    }
    std::string all;
    for (std::size_t i = 0; i < pool.size(); ++i) {
        all += static_cast<char>(i);
    }
    const fuzz::MemoryFile file;
    fuzz::fuzz(orders, all, 20'000, [&](std::string_view order) {
        std::string text;
        for (const char c : order) {
            text += pool[static_cast<unsigned char>(c) % pool.size()] + "\n";
        }
        const auto journal = accepted(file, text);
        return !journal || holds_the_truth(*journal);
    });
}

TEST_CASE("Records that a journal cannot have are refused, whatever their checksums say") {
    std::vector<std::string> bodies;
    for (const std::string& text : journals()) {
        bodies.emplace_back();
        for (const std::string& line : lines_of(text)) {
            bodies.back() += line.substr(17) + "\n";
        }
    }
    const fuzz::MemoryFile file;
    fuzz::fuzz(bodies, "0123456789\"{}[],:-.e \n", 20'000, [&](std::string_view text) {
        std::string sealed;
        for (const std::string& body : lines_of(std::string(text))) {
            sealed += checksum(body) + " " + body + "\n";
        }
        const auto journal = accepted(file, sealed);
        if (!journal) {
            return true;
        }
        for (const RoundRecord& round : journal->rounds()) {
            try {
                const auto counts = deserialized<tally::Counts>(round.tally);
                if (deserialized<tally::Counts>(serialized(counts)) != counts) {
                    return false;
                }
            } catch (const std::runtime_error&) { // whoever combines them refuses the journal
            }
        }
        return in_order(*journal);
    });
}
