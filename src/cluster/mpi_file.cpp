#include "cluster/mpi_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <mpi.h>
#include <stdexcept>
#include <system_error>
#include <type_traits>
#include <vector>

namespace primerank::cluster {
namespace {

struct Close {
    void operator()(MPI_File handle) const { MPI_File_close(&handle); }
};

using Handle = std::unique_ptr<std::remove_pointer_t<MPI_File>, Close>;

class MpiFile : public SharedFile {
  public:
    MpiFile(const std::string& path, int lanes) : path_(path) {
        for (int lane = 0; lane < lanes; ++lane) {
            MPI_File handle = MPI_FILE_NULL;
            check(MPI_File_open(MPI_COMM_SELF, path.c_str(), MPI_MODE_WRONLY, MPI_INFO_NULL,
                                &handle));
            handles_.emplace_back(handle);
        }
    }

    [[nodiscard]] int lanes() const override { return static_cast<int>(handles_.size()); }

    void write_at(int lane, std::uint64_t offset, std::span<const std::uint8_t> bytes) override {
        constexpr std::size_t most_at_once = std::size_t{1} << 30; // MPI counts by int
        while (!bytes.empty()) {
            const auto size = static_cast<int>(std::min(bytes.size(), most_at_once));
            MPI_Status status{};
            check(MPI_File_write_at(handles_[static_cast<std::size_t>(lane)].get(),
                                    static_cast<MPI_Offset>(offset), bytes.data(), size, MPI_BYTE,
                                    &status));
            int written = 0;
            MPI_Get_count(&status, MPI_BYTE, &written);
            if (written != size) { // Open MPI reports a full disk in no other way
                fail(ENOSPC);
            }
            bytes = bytes.subspan(static_cast<std::size_t>(size));
            offset += static_cast<std::uint64_t>(size);
        }
    }

    void sync() override {
        for (const Handle& handle : handles_) {
            check(MPI_File_sync(handle.get()));
        }
    }

  private:
    /// Errors of files are returned, by MPI's default.
    void check(int code) const {
        if (code == MPI_SUCCESS) {
            return;
        }
        int kind = MPI_ERR_OTHER;
        MPI_Error_class(code, &kind);
        switch (kind) {
        case MPI_ERR_NO_SPACE:
            fail(ENOSPC);
        case MPI_ERR_QUOTA:
            fail(EDQUOT);
        case MPI_ERR_ACCESS:
            fail(EACCES);
        case MPI_ERR_READ_ONLY:
            fail(EROFS);
        case MPI_ERR_NO_SUCH_FILE:
            fail(ENOENT);
        default:
            fail(EIO);
        }
    }

    [[noreturn]] void fail(int reason) const {
        throw std::system_error(reason, std::generic_category(),
                                "'" + path_ + "' cannot be written");
    }

    std::string path_;
    std::vector<Handle> handles_;
};

} // namespace

std::unique_ptr<SharedFile> open_mpi_file(const std::string& path, int lanes) {
    int provided = MPI_THREAD_SINGLE;
    MPI_Query_thread(&provided);
    return std::make_unique<MpiFile>(path, provided == MPI_THREAD_MULTIPLE ? lanes : 1);
}

} // namespace primerank::cluster
