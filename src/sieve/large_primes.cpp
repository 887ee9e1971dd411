#include "sieve/large_primes.hpp"

#include "numbers/roots.hpp"
#include "sieve/crossing.hpp"
#include "sieve/kernels.hpp"
#include "sieve/medium_primes.hpp"

#include <algorithm>
#include <cmath>

namespace primerank::sieve {
namespace {

constexpr std::uint64_t near_segments = 256;
constexpr std::uint64_t most_far_segments = 1280;

static_assert(FarBlock::segments * max_segment_bytes << byte_shift(Notation::position) <= 1 << 24);
static_assert(max_segment_bytes << byte_shift(Notation::hit) <= 1 << 24
              && near_segments * max_segment_bytes <= 1 << 24);
static_assert(near_segments % FarBlock::segments == 0 && most_far_segments % near_segments == 0);

/// Up to this square root the near level does it alone.
constexpr std::uint64_t one_level_limit = 70'000'000;
constexpr std::uint64_t near_limit = 40'000'000;

/// A medium prime p takes divisions to begin, and a turn in every line: that is repaid in intervals
/// of some 75 p numbers or more, so medium primes end at 13 000 a segment. The larger ones are
/// emitted, which finds first multiples in vectors. Below emission_limit a quotient n / p could
/// pass 2^48, and its estimate be off by more than the half that emission allows for.
constexpr std::uint64_t medium_limit_a_segment = 13'000;
constexpr std::uint64_t emission_limit = 100'000;

/// What EmitMultiple asks for: a window's numbers are at most 10 000 times its least prime.
constexpr bool fits_emission(std::uint64_t segments, std::uint64_t least_prime) {
    return segments * 30 * max_segment_bytes <= 10'000 * least_prime;
}
static_assert(fits_emission(1, medium_limit_a_segment) && fits_emission(near_segments, medium_limit)
              && fits_emission(most_far_segments, near_limit));

/// Primes above are counted in more than 32 bits.
constexpr std::uint64_t distant_limit = (std::uint64_t{1} << 32) - 1;

/// 2^27 bytes, 4.0 10^9 numbers: less than the least p of the distant primes, so that the h that
/// EmitSingle rounds may be off by 1/2 - 4.03 10^9 / 4 p = 0.26. Below 2^80 it is off by
/// 5 2^-53 2^80 / 2 p = 0.08 at most; up to 2^82 by 0.32, where 0.38 is allowed in a window half as
/// long.
constexpr std::uint64_t most_distant_segments = 4096;
static_assert(most_distant_segments * max_segment_bytes <= std::uint64_t{1} << 27);
static_assert(30 * most_distant_segments * max_segment_bytes < distant_limit);

constexpr std::uint64_t longest_distant_window(std::uint64_t last) {
    return last >> 40 == 0 ? most_distant_segments : most_distant_segments / 2;
}

/// A quotient n / p that one double holds well enough for EmitSingle.
constexpr int single_quotient_bits = 47;

bool has_far_windows(std::uint64_t last, std::uint64_t segments) {
    return last > one_level_limit && segments > near_segments;
}

std::uint64_t ceiling_of_ratio(std::uint64_t n, std::uint64_t d) {
    return (n + d - 1) / d;
}

/// How long far windows are: as few as can be, and equal, because every one reads all the primes.
std::uint64_t far_segments(std::uint64_t segments) {
    const std::uint64_t near = ceiling_of_ratio(segments, near_segments);
    const std::uint64_t far = ceiling_of_ratio(near, most_far_segments / near_segments);
    return near_segments * ceiling_of_ratio(near, far);
}

std::uint64_t distant_segments(std::uint64_t last, std::uint64_t segments) {
    const std::uint64_t blocks = ceiling_of_ratio(segments, FarBlock::segments);
    const std::uint64_t windows =
        ceiling_of_ratio(blocks, longest_distant_window(last) / FarBlock::segments);
    return FarBlock::segments * ceiling_of_ratio(blocks, windows);
}

} // namespace

std::size_t LargePrimes::memory_forecast(std::uint64_t last, uint128 piece_width) {
    const std::uint64_t segments = segments_of(piece_width);
    const std::uint64_t after = medium_limit_for(segments);
    if (last <= after) {
        return 0;
    }
    // One number in p is a multiple of p, and of these the filters keep 0.155: over the primes up
    // to x, the sum of 1 / p grows like ln ln x.
    const auto positions = [&](std::uint64_t window, double from, double upto) {
        const double numbers = std::min(static_cast<double>(piece_width),
                                        30.0 * max_segment_bytes * static_cast<double>(window));
        return 0.155 * numbers * std::log(std::log(upto) / std::log(from));
    };
    const bool two_levels = has_far_windows(last, segments);
    const auto top = static_cast<double>(std::min(last, distant_limit));
    const double near_top = two_levels ? static_cast<double>(near_limit) : top;
    // The last chunk of a bucket is half full, what a longest list might need is never used, and
    // one chunk is the least that a bucket takes.
    const auto buckets = [](std::uint64_t count, double composites) {
        constexpr double full_share = 1 - 3.0 * Buckets::most_at_once / 2 / Chunk::capacity;
        const double each =
            3 * composites / full_share / sizeof(Chunk) / static_cast<double>(count);
        const double chunks = each < 0.75 ? 1 : each + 0.85;
        return static_cast<std::size_t>(static_cast<double>(count * sizeof(Chunk)) * chunks);
    };
    std::size_t bytes = buckets(std::min(near_segments, segments),
                                positions(near_segments, static_cast<double>(after), near_top));
    if (two_levels) {
        const std::uint64_t far = far_segments(segments);
        bytes += buckets(far / FarBlock::segments, positions(far, near_top, top));
    }
    if (last > distant_limit) {
        const std::uint64_t distant = distant_segments(last, segments);
        bytes += buckets(distant / FarBlock::segments,
                         positions(distant, top, static_cast<double>(last)));
    }
    return bytes;
}

std::uint64_t LargePrimes::medium_limit_for(std::uint64_t segments) {
    return std::clamp<std::uint64_t>(medium_limit_a_segment * segments, emission_limit,
                                     medium_limit);
}

LargePrimes::LargePrimes(const Kernels& kernels)
    : kernels_(&kernels), near_buckets_(kernels, pool_, kernels.notation),
      far_buckets_(kernels, pool_, Notation::position),
      distant_buckets_(kernels, pool_, Notation::position) {}

void LargePrimes::load(const SievingPrimes& primes, std::uint64_t last, uint128 first_byte,
                       std::uint64_t size, std::size_t segment_size) {
    primes_ = &primes;
    first_byte_ = first_byte;
    size_ = size;
    segment_size_ = segment_size;
    segment_shift_ = static_cast<unsigned>(__builtin_ctzll(segment_size));
    const std::uint64_t segments = ceiling_of_ratio(size, segment_size);
    const std::uint64_t last_far = std::min(last, distant_limit);
    near_ = {medium_limit_for(segments), last_far, std::min(segments, near_segments)};
    far_ = {};
    distant_ = {};
    if (has_far_windows(last, segments)) {
        near_.last = near_limit;
        far_ = {near_limit, last_far, far_segments(segments)};
    }
    if (last > distant_limit) {
        distant_ = {distant_limit, last, distant_segments(last, segments)};
    }
    if (!far_.empty() || !distant_.empty()) {
        far_block_.resize(segment_size);
    }
    near_buckets_.reset(near_.empty() ? 0 : near_.segments, segment_shift_);
    const auto reset_blocks = [this](Buckets& buckets, const Level& level) {
        buckets.reset(level.empty() ? 0 : level.segments / FarBlock::segments,
                      segment_shift_ + static_cast<unsigned>(__builtin_ctzll(FarBlock::segments)));
    };
    reset_blocks(far_buckets_, far_);
    reset_blocks(distant_buckets_, distant_);
}

std::uint64_t LargePrimes::long_window(std::uint64_t last) {
    constexpr std::uint64_t segment = 30 * max_segment_bytes;
    if (last > distant_limit) {
        return longest_distant_window(last) * segment;
    }
    return has_far_windows(last, most_far_segments) ? most_far_segments * segment : 0;
}

std::uint64_t LargePrimes::limit_needed(std::uint64_t last, std::uint64_t segments) {
    const bool far = has_far_windows(last, segments);
    const std::uint64_t window = far ? most_far_segments : near_segments;
    if (segments > window || last > distant_limit) {
        return last;
    }
    return std::min(last, far ? near_limit : medium_limit);
}

/// The window that begins with a segment, and the primes of the level that may meet it.
EmissionTask LargePrimes::window_of(const Level& level, std::uint64_t index) const {
    const std::uint64_t begin = index * segment_size_;
    EmissionTask task{};
    task.start = 30 * (first_byte_ + begin);
    task.window_size =
        static_cast<std::uint32_t>(std::min(level.segments * segment_size_, size_ - begin));
    task.first_prime = level.after + 1;
    task.last_prime = std::min(level.last, integer_sqrt(task.end() - 1));
    return task;
}

/// What is to be done for a window: primes are treated by how many multiples they have in it. Few
/// are found one by one, each in its part of the window.
std::vector<EmissionTask> LargePrimes::tasks(const Level& level, const EmissionTask& window) const {
    std::vector<EmissionTask> tasks;
    const auto add = [&](std::uint64_t after, std::uint64_t upto, std::uint64_t parts) {
        EmissionTask task = window;
        task.first_prime = after + 1;
        task.last_prime = std::min(upto, window.last_prime);
        task.parts = static_cast<std::uint32_t>(parts);
        if (task.first_prime <= task.last_prime) {
            tasks.push_back(task);
        }
    };
    // Primes above 0.6 times the numbers in a k-th of the window have one odd multiple in it at
    // most.
    const auto least_single = static_cast<std::uint64_t>(window.end() >> single_quotient_bits);
    const auto single_from = [&](std::uint64_t parts) {
        return std::max(
            {level.after, least_single, 18 * ceiling_of_ratio(window.window_size, parts) + 1});
    };
    add(level.after, single_from(EmissionTask::most_parts), 0);
    for (std::uint64_t parts = EmissionTask::most_parts; parts >= 1; --parts) {
        add(single_from(parts), parts == 1 ? window.last_prime : single_from(parts - 1), parts);
    }
    return tasks;
}

void LargePrimes::emit(const Level& level, std::uint64_t index, Buckets& buckets) const {
    EmissionTask window = window_of(level, index);
    window.notation = buckets.notation();
    const std::vector<EmissionTask> all = tasks(level, window);
    if (all.empty()) {
        return;
    }
    primes_->visit_stretches(
        all.front().first_prime, all.back().last_prime, [&](const PrimeStretch& stretch) {
            for (EmissionTask task : all) {
                task.primes = stretch.bytes;
                task.primes_byte = static_cast<std::uint32_t>(stretch.first_byte);
                task.first_prime = std::max(task.first_prime, 30 * stretch.first_byte);
                task.last_prime =
                    std::min(task.last_prime, 30 * (stretch.first_byte + stretch.size) - 1);
                if (task.first_prime <= task.last_prime) {
                    (task.parts > 0 ? kernels_->emit_single : kernels_->emit_multiple)(task,
                                                                                       buckets);
                }
            }
        });
}

void LargePrimes::emit_distant(std::uint64_t index) {
    EmissionTask window = window_of(distant_, index);
    window.notation = distant_buckets_.notation();
    window.parts = 1;
    if (window.first_prime > window.last_prime) {
        return;
    }
    primes_->visit_stretches(
        window.first_prime, window.last_prime, [&](const PrimeStretch& stretch) {
            constexpr std::uint64_t most_bytes = std::uint64_t{1} << 24; // counted in 32 bits
            for (std::uint64_t done = 0; done < stretch.size; done += most_bytes) {
                const std::uint64_t bytes = std::min(most_bytes, stretch.size - done);
                EmissionTask task = window;
                task.primes = stretch.bytes + done;
                task.prime_origin = 30 * (stretch.first_byte + done);
                task.first_prime =
                    std::max(window.first_prime, task.prime_origin) - task.prime_origin;
                task.last_prime = std::min(window.last_prime - task.prime_origin, 30 * bytes - 1);
                kernels_->emit_distant(task, distant_buckets_);
            }
        });
}

/// What far and distant primes cross out in the block of segments that begins with this one.
void LargePrimes::take_block(std::uint64_t index) {
    far_block_.clear();
    if (!far_.empty()) {
        far_block_.take(far_buckets_, index % far_.segments / FarBlock::segments);
    }
    if (!distant_.empty()) {
        far_block_.take(distant_buckets_, index % distant_.segments / FarBlock::segments);
    }
}

void LargePrimes::cross_out_far(std::uint8_t* segment, std::uint64_t index) {
    if (!far_.empty() && index % far_.segments == 0) {
        emit(far_, index, far_buckets_);
    }
    if (!distant_.empty() && index % distant_.segments == 0) {
        emit_distant(index);
    }
    if (index % FarBlock::segments == 0) {
        take_block(index);
    }
    far_block_.apply_to(segment, index % FarBlock::segments);
}

template <Notation notation>
void LargePrimes::drain_near(std::uint8_t* segment, std::size_t bucket) {
    const std::uint32_t mask = (std::uint32_t{1} << (segment_shift_ + byte_shift(notation))) - 1;
    near_buckets_.drain(bucket, [=](std::uint32_t composite) {
        sieve::cross_out<notation>(segment, composite & mask);
    });
}

void LargePrimes::cross_out_near(std::uint8_t* segment, std::uint64_t index) {
    if (index % near_.segments == 0) {
        emit(near_, index, near_buckets_);
    }
    if (near_buckets_.notation() == Notation::hit) {
        drain_near<Notation::hit>(segment, index % near_.segments);
    } else {
        drain_near<Notation::position>(segment, index % near_.segments);
    }
}

void LargePrimes::cross_out(std::uint8_t* segment, std::uint64_t index) {
    if (!far_.empty() || !distant_.empty()) {
        cross_out_far(segment, index);
    }
    if (!near_.empty()) {
        cross_out_near(segment, index);
    }
}

} // namespace primerank::sieve
