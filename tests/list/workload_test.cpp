#include "list/workload.hpp"

#include "law/workload.hpp"
#include "list/compact_file.hpp"
#include "tally/reference_sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace primerank;
using namespace primerank::list;

static_assert(law::PublishingWorkload<ListWorkload>);

namespace {

using Numbers = std::vector<std::uint64_t>;

/// Keeps what is written as numbers and as bytes.
class Page : public Sink {
  public:
    void write(std::span<const Block> blocks, const ListTally& before) override {
        CHECK(before == listed);
        for (const Block& block : blocks) {
            CellDecoder decoder;
            for_each_cell(decoder, block.bytes(), [&](std::span<const std::uint64_t> more) {
                numbers.insert(numbers.end(), more.begin(), more.end());
            });
            bytes.insert(bytes.end(), block.bytes().begin(), block.bytes().end());
            listed.combine(block.tally());
        }
    }

    Numbers numbers;
    std::vector<std::uint8_t> bytes;
    ListTally listed;
};

double enumerating(const Interval& interval) {
    return sieve::cost(interval, sieve::Method::enumerate);
}

ListWorkload workload(const Interval& axis, const std::string& text, Format format, Sink& sink) {
    constexpr auto method = sieve::Method::enumerate;
    const tally::Pattern pattern = tally::parse_pattern(text);
    auto primes = std::make_shared<sieve::SievingPrimesCache>();
    return ListWorkload(
        axis, Form{format, default_level}, Forecast(pattern, enumerating, format, 3),
        [=](bool) -> std::unique_ptr<NumberSource> {
            sieve::Sieve sieve(primes, method);
            if (pattern.diameter() == 0) {
                return std::make_unique<PrimeSource>(std::move(sieve));
            }
            return std::make_unique<PatternSource>(std::move(sieve), pattern, axis.stop);
        },
        [](int) { return std::size_t{0}; }, sink);
}

/// The tally of the axis, done piece by piece and published.
ListTally list_in_pieces(const ListWorkload& workload, const std::vector<uint128>& cuts) {
    ListWorkload::Worker worker = workload.make_worker();
    ListTally whole;
    uint128 start = workload.axis().start;
    for (const uint128 cut : cuts) {
        const Interval piece{start, std::max(start, std::min(cut, workload.axis().stop))};
        const ListTally before = whole;
        whole.combine(workload.work(piece, worker, {}));
        workload.publish(piece, before);
        start = piece.stop;
    }
    return whole;
}

Numbers slow_members(const Interval& interval, const Numbers& offsets) {
    Numbers members;
    for (uint128 n = interval.start; n + offsets.back() < interval.stop; ++n) {
        const auto first = static_cast<std::uint64_t>(n);
        if (std::all_of(offsets.begin(), offsets.end(), [&](std::uint64_t offset) {
                return reference::is_prime(first + offset);
            })) {
            members.push_back(first);
        }
    }
    return members;
}

} // namespace

TEST_CASE("Lists are whole across every border of pieces", "[list]") {
    const Interval windows[] = {{0, 20'000},
                                {3, 8},
                                {5 * uint128{cell_width} - 5000, 5 * uint128{cell_width} + 5000},
                                {two_to_the_64 - 10'000, two_to_the_64}};
    for (const Interval& window : windows) {
        for (const auto& [text, offsets] :
             {std::pair{"0", Numbers{0}}, std::pair{"0,2,6", Numbers{0, 2, 6}},
              std::pair{"0,30,210,420,990", Numbers{0, 30, 210, 420, 990}}}) {
            const Numbers expected = slow_members(window, offsets);
            std::vector<uint128> cuts;
            for (uint128 cut = window.start + 1000; cut < window.stop; cut += 1000) {
                cuts.push_back(cut);
            }
            cuts.push_back(window.stop);
            for (const Format format :
                 {Format::text, Format::u64, Format::bfile, Format::compact}) {
                Page page;
                const ListTally tally = list_in_pieces(workload(window, text, format, page), cuts);
                CHECK(page.numbers == expected);
                CHECK(tally.count == expected.size());
                CHECK(tally == page.listed);
                if (format != Format::compact) {
                    CHECK(tally.bytes == rendered_size(format, expected));
                }
            }
        }
    }
}

TEST_CASE("The bytes of a compact list do not depend on where pieces end", "[list]") {
    std::mt19937_64 random(Catch::rngSeed());
    const Interval axis{1'000'000'000, 1'000'000'000 + 6 * uint128{cell_width}};
    Page whole;
    const ListTally tally =
        list_in_pieces(workload(axis, "0", Format::compact, whole), {axis.stop});
    CHECK(tally.bytes == whole.bytes.size());
    CHECK(tally.count == whole.numbers.size());
    std::vector<uint128> cuts;
    for (uint128 cut = axis.start; cut < axis.stop; cut += random() % (2 * cell_width)) {
        cuts.push_back(std::max(axis.start, ListWorkload::border(cut)));
    }
    cuts.push_back(axis.stop);
    Page pieces;
    CHECK(list_in_pieces(workload(axis, "0", Format::compact, pieces), cuts) == tally);
    CHECK(pieces.bytes == whole.bytes);
}

TEST_CASE("An auditor finds the same and keeps nothing", "[list]") {
    const Interval axis{0, 100'000};
    Page page;
    const ListWorkload list = workload(axis, "0,2", Format::text, page);
    ListWorkload::Worker worker = list.make_worker();
    ListWorkload::Worker auditor = list.make_auditor();
    CHECK(list.work(axis, auditor, {}) == list.work(axis, worker, {}));
    list.publish(axis, {});
    CHECK(page.numbers == slow_members(axis, {0, 2}));
}

TEST_CASE("Rounds hold what may be held", "[list]") {
    Page page;
    for (const Format format : {Format::text, Format::compact}) {
        const Interval axis{1'000'000'000'000, 2'000'000'000'000};
        const ListWorkload list = workload(axis, "0", format, page);
        const Forecast forecast(tally::parse_pattern("0"), enumerating, format,
                                format == Format::compact ? 3 : 0);
        const double seconds = list.round_seconds(1);
        CHECK(seconds * forecast.held_bytes(axis) / forecast.cost(axis)
              == Approx(Form{}.held_bytes).epsilon(0.1));
        CHECK(list.round_seconds(1000) == Approx(3 * seconds));
        CHECK(list.memory(4) > 2 * 4 * Form{}.held_bytes);
        CHECK(list.memory(4, {axis.start, axis.start + 1000}, 250) < 2 * Form{}.held_bytes);
    }
}
