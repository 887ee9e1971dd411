#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace primerank::files {

/// Owns an open file descriptor, and with it the locks that the process holds on its file.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    void reset() { *this = Descriptor(); }

    /// Closes; false, with errno set, where the file system reports only then that bytes were lost.
    [[nodiscard]] bool close();

  private:
    int number_ = -1;
};

/// As open(2), with O_CLOEXEC, never on descriptors 0 to 2. Not open, with errno set, where that is
/// not possible; EINTR where a signal came while it waited.
Descriptor open_descriptor(const std::string& path, int flags, unsigned mode = 0666);

/// Writes all of it, wherever the descriptor stands; false with errno set.
[[nodiscard]] bool write_all(int descriptor, std::string_view bytes);

/// The same at an offset.
[[nodiscard]] bool write_all_at(int descriptor, std::string_view bytes, std::uint64_t offset);

/// Bytes read: 0 at the end, -1 with errno set.
std::ptrdiff_t read_some(int descriptor, std::span<char> to);

/// Bytes read at an offset, fewer than asked for only at the end; -1 with errno set.
std::ptrdiff_t read_all_at(int descriptor, std::span<char> to, std::uint64_t offset);

} // namespace primerank::files
