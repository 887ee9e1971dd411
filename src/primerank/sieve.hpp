#pragma once

#include "primerank/uint128.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace primerank {

/// In which order the pieces of an interval are handed over.
enum class Order {
    ascending, ///< one after another in the calling thread, while the others sieve ahead
    any,       ///< as they are found, by all threads at the same time
};

/// The primes of [start, stop), a piece of the interval that was asked for: some hundred thousand
/// numbers. All pieces of an interval are adjacent and cover it.
struct Window {
    uint128 start = 0;
    uint128 stop = 0;
    std::span<const std::uint64_t> primes; ///< ascending; valid until the visitor returns
    unsigned thread = 0;                   ///< who calls: 0 to Sieve::threads() - 1
};

/// What the bits of a byte stand for: the residues modulo 30 of primes above 5.
inline constexpr std::array<std::uint8_t, 8> bitmap_residues = {1, 7, 11, 13, 17, 19, 23, 29};

/// The same as a bitmap, 30 numbers a byte: bit i of bytes[k], counted from the lowest, is 1
/// exactly when base + 30 k + bitmap_residues[i] is a prime of [start, stop). 2, 3 and 5 have no
/// bit.
struct Bitmap {
    uint128 start = 0;
    uint128 stop = 0;
    std::uint64_t base = 0;              ///< a multiple of 30
    std::span<const std::uint8_t> bytes; ///< a multiple of 8 of them; valid until the visitor
                                         ///< returns
    unsigned thread = 0;
};

/// Finds the primes of intervals [start, stop), 0 <= start <= stop <= 2^64, one interval after
/// another, in so many threads; sieving primes and buffers are kept from call to call.
///
/// One thread at a time may use an object, and a visitor may not call it. What a visitor throws
/// ends the call and reaches the caller, and the object is as good as before. All calls throw
/// std::invalid_argument when start > stop or stop > 2^64, std::runtime_error when a thread cannot
/// be started, and std::bad_alloc.
///
/// Memory grows with stop: an object has up to 33 MB of sieving primes at 10^18, 143 MB at 2^64,
/// and a thread up to 20 MB at 10^12, 45 MB at 10^14, 160 MB at 10^18. In Order::ascending, several
/// threads take up to 85 MB each beyond that, for bitmaps that wait for their turn.
class Sieve {
  public:
    using VisitWindow = std::function<void(const Window&)>;
    using VisitBitmap = std::function<void(const Bitmap&)>;

    /// threads: 0 means one for each processor that the process may use.
    explicit Sieve(unsigned threads = 0);
    ~Sieve();
    Sieve(Sieve&&) noexcept;
    Sieve& operator=(Sieve&&) noexcept;

    [[nodiscard]] unsigned threads() const;

    /// Hands over all primes of the interval as arrays.
    void for_each_window(uint128 start, uint128 stop, const VisitWindow& visit,
                         Order order = Order::ascending);

    /// Hands over all primes of the interval as bitmaps, which takes less time than arrays.
    void for_each_bitmap(uint128 start, uint128 stop, const VisitBitmap& visit,
                         Order order = Order::ascending);

    /// All primes of the interval, ascending: 8 bytes each.
    [[nodiscard]] std::vector<std::uint64_t> primes(uint128 start, uint128 stop);

  private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace primerank
