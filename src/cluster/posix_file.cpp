#include "cluster/shared_file.hpp"

#include "files/random_access_file.hpp"

namespace primerank::cluster {
namespace {

class PosixFile : public SharedFile {
  public:
    PosixFile(const std::string& path, int lanes)
        : lanes_(lanes), file_(path, files::RandomAccessFile::Mode::update, "a shared file") {}

    [[nodiscard]] int lanes() const override { return lanes_; }

    void write_at(int /*lane*/, std::uint64_t offset,
                  std::span<const std::uint8_t> bytes) override {
        file_.write_at(offset, bytes);
    }

    void sync() override { file_.sync(); }

  private:
    int lanes_;
    files::RandomAccessFile file_;
};

} // namespace

std::unique_ptr<SharedFile> open_posix_file(const std::string& path, int lanes) {
    return std::make_unique<PosixFile>(path, lanes);
}

} // namespace primerank::cluster
