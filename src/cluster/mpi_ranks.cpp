#include "cluster/mpi_ranks.hpp"

#include "cluster/mpi_file.hpp"

#include <boost/mpi/collectives/gather.hpp>
#include <boost/mpi/collectives/reduce.hpp>
#include <boost/mpi/collectives/scatter.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/string.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>

namespace primerank::cluster {
namespace {

/// So many bytes as one value of a plain MPI datatype, so that MPI_Reduce itself runs.
template <std::size_t Size>
struct Block {
    std::array<unsigned char, Size> bytes;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& boost::serialization::make_array(bytes.data(), Size);
    }
};

/// A text of any length, which travels serialised.
struct Text {
    std::string bytes;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& bytes;
    }
};

} // namespace
} // namespace primerank::cluster

namespace boost::mpi {
template <std::size_t Size>
struct is_mpi_datatype<primerank::cluster::Block<Size>> : mpl::true_ {};
} // namespace boost::mpi

namespace primerank::cluster {
namespace {

/// What to ask MPI for, once its way of waiting is set: inside a collective Open MPI spins, on a
/// core that a worker thread of this rank could use. A setting of the user's stays.
boost::mpi::threading::level prepare_to_start(Threading threading) {
    constexpr int overwrite = 0;
    setenv("OMPI_MCA_mpi_yield_when_idle", "1", overwrite);
    return threading == Threading::one ? boost::mpi::threading::funneled
                                       : boost::mpi::threading::multiple;
}

/// How the reduction in hand combines: Boost.MPI makes operations of its own for plain datatypes,
/// which cannot have a state.
struct Reduction {
    static inline const Ranks::Combine* combine = nullptr;
    static inline std::size_t size = 0; ///< of each text
};

// Operations that are not declared commutative are applied in the order of ranks.
struct CombineBlocks {
    template <std::size_t Size>
    Block<Size> operator()(const Block<Size>& left, const Block<Size>& right) const {
        const auto view = [](const Block<Size>& block) {
            return std::string_view(reinterpret_cast<const char*>(block.bytes.data()),
                                    Reduction::size);
        };
        const std::string both = (*Reduction::combine)(view(left), view(right));
        Block<Size> result{};
        std::memcpy(result.bytes.data(), both.data(), Reduction::size);
        return result;
    }
};

struct CombineTexts {
    Text operator()(const Text& left, const Text& right) const {
        return {(*Reduction::combine)(left.bytes, right.bytes)};
    }
};

/// MPI counts bytes by int, and Boost.MPI's archives add to them.
void require_sendable(std::size_t size) {
    constexpr std::size_t most = std::size_t{1} << 30;
    if (size > most) {
        throw std::runtime_error("a rank's part of a round is " + std::to_string(size)
                                 + " bytes, more than one message between ranks may hold");
    }
}

class MpiRanks final : public Ranks {
  public:
    // abort_on_exception is off: main turns exceptions into one line and an abort of its own.
    explicit MpiRanks(Threading threading)
        : environment_(prepare_to_start(threading), /*abort_on_exception=*/false) {}

    [[nodiscard]] int rank() const override { return world_.rank(); }
    [[nodiscard]] int size() const override { return world_.size(); }

    void scatter_bytes(std::span<const unsigned char> parts,
                       std::span<unsigned char> mine) override {
        const auto size = static_cast<int>(mine.size());
        if (rank() == 0) {
            boost::mpi::scatter(world_, parts.data(), mine.data(), size, 0);
        } else {
            boost::mpi::scatter(world_, mine.data(), size, 0);
        }
    }

    std::vector<unsigned char> gather_bytes(std::span<const unsigned char> mine) override {
        const auto size = static_cast<int>(mine.size());
        std::vector<unsigned char> all;
        if (rank() == 0) {
            all.resize(mine.size() * static_cast<std::size_t>(world_.size()));
            boost::mpi::gather(world_, mine.data(), size, all.data(), 0);
        } else {
            boost::mpi::gather(world_, mine.data(), size, 0);
        }
        return all;
    }

    std::string scatter_text(const std::vector<std::string>& parts) override {
        std::vector<Text> texts;
        for (const std::string& part : parts) {
            require_sendable(part.size());
            texts.push_back({part});
        }
        Text mine;
        if (rank() == 0) {
            boost::mpi::scatter(world_, texts, mine, 0);
        } else {
            boost::mpi::scatter(world_, mine, 0);
        }
        return std::move(mine.bytes);
    }

    std::vector<std::string> gather_texts(const std::string& mine) override {
        require_sendable(mine.size());
        std::vector<Text> texts;
        boost::mpi::gather(world_, Text{mine}, texts, 0);
        std::vector<std::string> all;
        all.reserve(texts.size());
        for (Text& text : texts) {
            all.push_back(std::move(text.bytes));
        }
        return all;
    }

    std::string reduce_text(std::string mine, const Combine& combine, bool fixed_size) override {
        require_sendable(mine.size());
        Reduction::combine = &combine;
        Reduction::size = mine.size();
        if (fixed_size && mine.size() <= 64) {
            return reduce_block<64>(mine);
        }
        if (fixed_size && mine.size() <= 256) {
            return reduce_block<256>(mine);
        }
        if (fixed_size && mine.size() <= 1024) {
            return reduce_block<1024>(mine);
        }
        const Text text{std::move(mine)};
        Text result;
        if (rank() == 0) {
            boost::mpi::reduce(world_, text, result, CombineTexts{}, 0);
        } else {
            boost::mpi::reduce(world_, text, CombineTexts{}, 0);
        }
        return std::move(result.bytes);
    }

    /// Waiting inside a blocking collective burns a core that a worker thread or another rank could
    /// use; a barrier that is polled does not. What follows it then finds every rank ready.
    void await_all(const std::function<void()>& idle) override {
        using namespace std::chrono_literals;
        MPI_Request request = MPI_REQUEST_NULL;
        MPI_Ibarrier(world_, &request);
        // Short questions are answered within the spinning; long rounds settle on a millisecond.
        constexpr int spins = 2000;
        auto nap = std::chrono::microseconds(20);
        for (int tries = 0;; ++tries) {
            int done = 0;
            MPI_Test(&request, &done, MPI_STATUS_IGNORE);
            if (done != 0) {
                return;
            }
            if (tries < spins) {
                std::this_thread::yield();
                continue;
            }
            idle();
            std::this_thread::sleep_for(nap);
            nap = std::min<std::chrono::microseconds>(nap * 2, 1ms);
        }
    }

    [[nodiscard]] std::string library_version() const override {
        std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
        int length = 0;
        MPI_Get_library_version(text.data(), &length);
        // "Open MPI v4.1.4, package: ...", or "MPICH Version:\t4.0.2\n..." and ten lines more
        std::string version(text.data(), static_cast<std::size_t>(length));
        version = version.substr(0, version.find_first_of(",\n"));
        constexpr std::string_view label = " Version:\t";
        if (const std::size_t at = version.find(label); at != std::string::npos) {
            version.replace(at, label.size(), " ");
        }
        return version;
    }

    std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) override {
        return open_mpi_file(path, lanes);
    }

  private:
    void end_all(int code) override { MPI_Abort(MPI_COMM_WORLD, code); }

    template <std::size_t Size>
    std::string reduce_block(const std::string& mine) {
        Block<Size> block{};
        std::memcpy(block.bytes.data(), mine.data(), mine.size());
        Block<Size> result{};
        if (rank() == 0) {
            boost::mpi::reduce(world_, block, result, CombineBlocks{}, 0);
        } else {
            boost::mpi::reduce(world_, block, CombineBlocks{}, 0);
        }
        return {reinterpret_cast<const char*>(result.bytes.data()), mine.size()};
    }

    boost::mpi::environment environment_;
    boost::mpi::communicator world_;
};

} // namespace

std::unique_ptr<Ranks> start_mpi_ranks(Threading threading) {
    return std::make_unique<MpiRanks>(threading);
}

} // namespace primerank::cluster
