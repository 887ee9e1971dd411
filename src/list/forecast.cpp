#include "list/forecast.hpp"

#include "list/cell.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace primerank::list {

Forecast::Forecast(const tally::Pattern& pattern, FindCost find_cost, Format format, int level)
    : members_(static_cast<double>(std::max<std::size_t>(1, pattern.offsets().size()))),
      constant_(pattern.offsets().size() < 2 ? 1 : tally::hardy_littlewood_constant(pattern)),
      find_cost_(std::move(find_cost)), format_(format), level_(level) {}

/// Of value(n, digits of n) times the density at n, by Simpson's rule in ln n over steps of up to
/// half a power of ten.
template <class Value>
double Forecast::integral(const Interval& interval, const Value& value) const {
    const auto start = std::max(static_cast<double>(interval.start), 3.0);
    const auto stop = static_cast<double>(interval.stop);
    double sum = 0;
    double low = start;
    while (low < stop) {
        const double digits = std::floor(std::log10(low) + 1e-12) + 1;
        const double high = std::min({stop, std::pow(10.0, digits), 3.2 * low});
        const double a = std::log(low);
        const double b = std::log(high);
        const auto at = [&](double t, double n) {
            return value(n, digits) * constant_ / std::pow(t, members_) * n;
        };
        // Across a narrow interval b - a loses its digits, and the density does not change.
        const double width = high - low < 1e-3 * high ? (high - low) / low : b - a;
        const double middle = (a + b) / 2;
        sum += width / 6 * (at(a, low) + 4 * at(middle, std::exp(middle)) + at(b, high));
        low = high;
    }
    return sum;
}

double Forecast::count(const Interval& interval) const {
    return integral(interval, [](double, double) { return 1.0; });
}

double Forecast::bytes(const Interval& interval) const {
    switch (format_) {
    case Format::text:
        return integral(interval, [](double, double digits) { return digits + 1; });
    case Format::u64:
        return 8 * count(interval);
    case Format::bfile: {
        const double values = integral(interval, [](double, double digits) { return digits + 1; });
        const auto indices = static_cast<std::uint64_t>(count(interval));
        return values + static_cast<double>(listed_bytes(format_, {.count = indices}));
    }
    case Format::compact:
        break;
    }
    return held_bytes(interval);
}

/// Gaps are spread like waiting times: of mean m, their halves carry log2(e m / 2) bits each, less
/// what small primes forbid; what zstd comes to was measured.
double Forecast::gap_bytes(double n) const {
    const double half = std::pow(std::log(n), members_) / constant_ / 2;
    const double plain = 1 + std::exp(-128 / half);
    const bool compressed = format_ == Format::compact && level_ > 0;
    return compressed ? std::min(plain, (std::log2(2.718 * half) - 0.3) / 8 + 0.02) : plain;
}

double Forecast::held_bytes(const Interval& interval) const {
    const double cells = static_cast<double>(interval.width()) / cell_width + 1;
    const double gaps = integral(interval, [this](double n, double) { return gap_bytes(n); });
    return gaps + 60 * std::min(cells, count(interval));
}

double Forecast::cost(const Interval& interval) const {
    constexpr double encode = 2e-9;
    constexpr double compress = 2e-9;
    const bool compressed = format_ == Format::compact && level_ > 0;
    return find_cost_(interval) + count(interval) * (encode + (compressed ? compress : 0));
}

} // namespace primerank::list
