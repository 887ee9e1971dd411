#include "primerank/sieve.hpp"

#include "primerank/internal/arguments.hpp"
#include "primerank/internal/in_order.hpp"
#include "primerank/internal/pieces.hpp"
#include "primerank/internal/run.hpp"
#include "sieve/cost.hpp"
#include "sieve/sieve.hpp"
#include "tally/segment_bits.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace primerank {
namespace {

/// Numbers of a piece whose bitmap waits for its turn, 42 MB: as many as the longest windows of
/// the sieve have, in which its large primes are gone through.
constexpr uint128 widest_waiting = 1'260'000'000;

/// The bitmap of a piece that waits for its turn.
struct Waiting {
    Interval piece;
    std::uint64_t base = 0;
    std::vector<std::uint8_t> bytes;

    void append(const Bitmap& next) {
        if (bytes.empty()) {
            base = next.base;
        }
        bytes.resize(static_cast<std::size_t>((next.base - base) / 30));
        bytes.insert(bytes.end(), next.bytes.begin(), next.bytes.end());
    }

    /// As bitmaps that fit the first-level cache.
    void visit(const Sieve::VisitBitmap& visit) const {
        constexpr std::size_t part_bytes = sieve::max_segment_bytes;
        for (std::size_t at = 0; at < bytes.size(); at += part_bytes) {
            const std::size_t size = std::min(part_bytes, bytes.size() - at);
            const uint128 begin = base + uint128{30} * at;
            if (begin >= piece.stop) {
                return; // zeros that fill the last word
            }
            visit({std::max(piece.start, begin),
                   std::min(piece.stop, begin + uint128{30} * size),
                   static_cast<std::uint64_t>(begin),
                   {bytes.data() + at, size},
                   0});
        }
    }
};

/// Rather more than there are: pi(x) is about x / (ln x - 1).
std::size_t primes_expected(const Interval& interval) {
    const double middle = (static_cast<double>(interval.start + interval.stop)) / 2;
    const double gap = std::max(1.0, std::log(middle + 1) - 1.1);
    return 1000 + static_cast<std::size_t>(static_cast<double>(interval.width()) / gap);
}

} // namespace

class Sieve::State {
  public:
    explicit State(unsigned threads) : workers_(internal::thread_count(threads)) {}

    [[nodiscard]] unsigned threads() const { return static_cast<unsigned>(workers_.size()); }

    void run(const Interval& interval, Order order, const VisitBitmap& visit) {
        const bool in_order = order == Order::ascending && threads() > 1;
        const std::vector<Interval> pieces = pieces_of(interval, in_order);
        std::stop_source give_up;
        if (in_order && pieces.size() > 1) {
            internal::in_order<Waiting>(
                pieces.size(), threads(), give_up,
                [&](unsigned thread, std::size_t i) {
                    return waiting(thread, pieces[i], give_up.get_token());
                },
                [&](const Waiting& bitmap) { bitmap.visit(visit); });
        } else {
            internal::for_each_piece(pieces.size(), threads(), give_up,
                                     [&](unsigned thread, std::size_t i) {
                                         sieve_piece(thread, pieces[i], give_up.get_token(), visit);
                                     });
        }
    }

    /// The bitmap's primes, in the buffer of its thread.
    Window window_of(const Bitmap& bitmap) {
        std::vector<std::uint64_t>& primes = workers_[bitmap.thread].primes;
        primes.resize(std::max(primes.size(), 3 + 8 * bitmap.bytes.size()));
        std::uint64_t* end = primes.data();
        for (const unsigned p : {2U, 3U, 5U}) {
            if (bitmap.start <= p && p < bitmap.stop) {
                *end++ = p;
            }
        }
        tally::for_each_prime({bitmap.base, bitmap.bytes},
                              [&end](std::uint64_t prime) { *end++ = prime; });
        return {bitmap.start, bitmap.stop, {primes.data(), end}, bitmap.thread};
    }

  private:
    struct Worker {
        std::optional<sieve::Sieve> sieve; ///< made when first used
        std::vector<std::uint64_t> primes;
    };

    [[nodiscard]] std::vector<Interval> pieces_of(const Interval& interval, bool in_order) const {
        constexpr auto method = sieve::Method::enumerate;
        internal::Work work{interval,
                            {[](const Interval& piece) { return sieve::cost(piece, method); },
                             [&interval](uint128 position) {
                                 return sieve::preferred_border(interval, position, method);
                             }}};
        if (in_order) {
            work.widest = widest_waiting;
        }
        return internal::pieces_of(work, threads());
    }

    void sieve_piece(unsigned thread, const Interval& piece, const std::stop_token& give_up,
                     const VisitBitmap& visit) {
        std::optional<sieve::Sieve>& sieve = workers_[thread].sieve;
        if (!sieve) {
            sieve.emplace(primes_);
        }
        uint128 start = piece.start;
        sieve->run(piece, [&](const sieve::Segment& segment) {
            if (give_up.stop_requested()) {
                throw internal::GivenUp{};
            }
            const uint128 end = segment.base + uint128{30} * segment.bytes.size();
            const uint128 stop = std::min(piece.stop, end);
            visit({start, stop, segment.base, segment.bytes, thread});
            start = stop;
        });
    }

    Waiting waiting(unsigned thread, const Interval& piece, const std::stop_token& give_up) {
        Waiting waiting{piece, 0, {}};
        waiting.bytes.reserve(static_cast<std::size_t>(piece.width() / 30) + 64);
        sieve_piece(thread, piece, give_up, [&](const Bitmap& bitmap) { waiting.append(bitmap); });
        return waiting;
    }

    std::shared_ptr<sieve::SievingPrimesCache> primes_ =
        std::make_shared<sieve::SievingPrimesCache>();
    std::vector<Worker> workers_; ///< one a thread
};

Sieve::Sieve(unsigned threads) : state_(std::make_unique<State>(threads)) {}
Sieve::~Sieve() = default;
Sieve::Sieve(Sieve&&) noexcept = default;
Sieve& Sieve::operator=(Sieve&&) noexcept = default;

unsigned Sieve::threads() const {
    return state_->threads();
}

void Sieve::for_each_window(uint128 start, uint128 stop, const VisitWindow& visit, Order order) {
    state_->run(internal::interval_of(start, stop), order,
                [&](const Bitmap& bitmap) { visit(state_->window_of(bitmap)); });
}

void Sieve::for_each_bitmap(uint128 start, uint128 stop, const VisitBitmap& visit, Order order) {
    state_->run(internal::interval_of(start, stop), order, visit);
}

std::vector<std::uint64_t> Sieve::primes(uint128 start, uint128 stop) {
    const Interval interval = internal::interval_of(start, stop);
    std::vector<std::uint64_t> primes;
    primes.reserve(primes_expected(interval));
    for_each_window(start, stop, [&primes](const Window& window) {
        primes.insert(primes.end(), window.primes.begin(), window.primes.end());
    });
    return primes;
}

} // namespace primerank
