#pragma once

#include <unistd.h>
#include <utility>

namespace primerank::campaign {

/// Owns an open file descriptor, and with it the locks that the process holds on its file.
class FileHandle {
  public:
    FileHandle() = default;
    explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
    FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileHandle() {
        if (descriptor_ >= 0) {
            close(descriptor_);
        }
    }

    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool open() const { return descriptor_ >= 0; }
    void reset() { *this = FileHandle(); }

  private:
    int descriptor_ = -1;
};

} // namespace primerank::campaign
