#pragma once

#include "cluster/ranks.hpp"

namespace primerank::cluster {

/// One rank without MPI: what `primerank ...` runs on when no launcher started it, and plain tests.
class SerialRanks final : public Ranks {
  public:
    [[nodiscard]] int rank() const override { return 0; }
    [[nodiscard]] int size() const override { return 1; }
    void scatter_bytes(std::span<const unsigned char> parts,
                       std::span<unsigned char> mine) override;
    std::vector<unsigned char> gather_bytes(std::span<const unsigned char> mine) override;
    std::string scatter_text(const std::vector<std::string>& parts) override;
    std::vector<std::string> gather_texts(const std::string& mine) override;
    std::string reduce_text(std::string mine, const Combine& combine, bool fixed_size) override;
    void await_all(const std::function<void()>& idle) override;
    [[nodiscard]] std::string library_version() const override { return {}; }
    std::unique_ptr<SharedFile> open_shared(const std::string& path, int lanes) override;

  private:
    void end_all(int code) override;
};

} // namespace primerank::cluster
