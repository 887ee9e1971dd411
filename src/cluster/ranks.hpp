#pragma once

#include "cluster/shared_file.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace primerank::cluster {

/// Which threads of a rank call it. All but the one that started the ranks only write to shared
/// files, and every call may take longer where a library must expect them.
enum class Threading { one, several };

/// What a campaign needs of the ranks, and all it needs: bytes go out from rank 0, come back in
/// order, and are combined in order. Every call but rank(), size() and library_version() is
/// collective: all ranks make the same calls in the same order.
class Ranks {
  public:
    /// combine(left, right): the bytes of two adjacent parts as those of one; associative.
    using Combine = std::function<std::string(std::string_view left, std::string_view right)>;

    Ranks() = default;
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;
    virtual ~Ranks() = default;

    [[nodiscard]] virtual int rank() const = 0;
    [[nodiscard]] virtual int size() const = 0;

    /// Rank r gets the r-th of rank 0's parts, which are all as long as `mine`; other ranks' parts
    /// are ignored.
    virtual void scatter_bytes(std::span<const unsigned char> parts,
                               std::span<unsigned char> mine) = 0;

    /// The bytes of all ranks, as many of each, one after another on rank 0; nothing on others.
    virtual std::vector<unsigned char> gather_bytes(std::span<const unsigned char> mine) = 0;

    /// The same for texts of any length.
    virtual std::string scatter_text(const std::vector<std::string>& parts) = 0;
    virtual std::vector<std::string> gather_texts(const std::string& mine) = 0;

    /// Rank 0 gets combine(...combine(text_0, text_1)..., text_n), always in the order of ranks
    /// though in any bracketing; what the others get is unspecified. fixed_size: all texts, and
    /// what comes of combining them, are equally long.
    virtual std::string reduce_text(std::string mine, const Combine& combine, bool fixed_size) = 0;

    /// Returns when all ranks have called it; calls idle now and then, and leaves the processor to
    /// others meanwhile.
    virtual void await_all(const std::function<void()>& idle) = 0;

    /// Name and version of what connects the ranks; empty for a rank alone.
    [[nodiscard]] virtual std::string library_version() const = 0;

    /// Every rank's way to one file that is there; see SharedFile.
    virtual std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) = 0;

    /// Ends all ranks at once with this exit code.
    [[noreturn]] void abort(int code) {
        end_all(code);
        std::abort();
    }

    /// scatter_bytes() and gather_bytes() of plain values.
    template <class T>
    T scatter(const std::vector<T>& parts) {
        static_assert(std::is_trivially_copyable_v<T>);
        T mine{};
        scatter_bytes(
            {reinterpret_cast<const unsigned char*>(parts.data()), parts.size() * sizeof(T)},
            {reinterpret_cast<unsigned char*>(&mine), sizeof(T)});
        return mine;
    }

    template <class T>
    std::vector<T> gather(const T& mine) {
        static_assert(std::is_trivially_copyable_v<T>);
        const std::vector<unsigned char> bytes =
            gather_bytes({reinterpret_cast<const unsigned char*>(&mine), sizeof(T)});
        std::vector<T> values(bytes.size() / sizeof(T));
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<unsigned char*>(values.data()));
        return values;
    }

  private:
    /// What abort() does; does not return.
    virtual void end_all(int code) = 0;
};

/// Rank 0's value on all ranks.
template <class T>
T from_root(Ranks& ranks, const T& value) {
    return ranks.scatter(std::vector<T>(static_cast<std::size_t>(ranks.size()), value));
}

/// The same: a vector of bool has no bytes to send.
inline bool from_root(Ranks& ranks, bool value) {
    return from_root(ranks, value ? 1 : 0) != 0;
}

} // namespace primerank::cluster
