#include "cluster/shared_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace primerank::cluster {
namespace {

class PosixFile : public SharedFile {
  public:
    PosixFile(const std::string& path, int lanes)
        : path_(path), lanes_(lanes), file_(::open(path.c_str(), O_WRONLY | O_CLOEXEC)) {
        if (file_ < 0) {
            fail();
        }
    }
    PosixFile(const PosixFile&) = delete;
    PosixFile& operator=(const PosixFile&) = delete;
    ~PosixFile() override { ::close(file_); }

    [[nodiscard]] int lanes() const override { return lanes_; }

    void write_at(int /*lane*/, std::uint64_t offset,
                  std::span<const std::uint8_t> bytes) override {
        while (!bytes.empty()) {
            const ssize_t written =
                ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written < 0 && errno != EINTR) {
                fail();
            }
            if (written > 0) {
                bytes = bytes.subspan(static_cast<std::size_t>(written));
                offset += static_cast<std::uint64_t>(written);
            }
        }
    }

    void sync() override {
        if (::fdatasync(file_) != 0) {
            fail();
        }
    }

  private:
    [[noreturn]] void fail() const {
        throw std::system_error(errno, std::generic_category(),
                                "'" + path_ + "' cannot be written");
    }

    std::string path_;
    int lanes_;
    int file_;
};

} // namespace

std::unique_ptr<SharedFile> open_posix_file(const std::string& path, int lanes) {
    return std::make_unique<PosixFile>(path, lanes);
}

} // namespace primerank::cluster
