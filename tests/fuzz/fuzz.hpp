#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::fuzz {

/// What is asked of a reader of hostile texts. Returns whether its property holds for this input;
/// what it throws counts as no.
using Target = std::function<bool(std::string_view)>;

/// Feeds the corpus and then so many damaged inputs, times test_scale(), to a target. At the first
/// for which its property does not hold, the test case fails with the input and the seed. bytes:
/// what to insert most often.
void fuzz(const std::vector<std::string>& corpus, const std::string& bytes, long inputs,
          const Target& holds);

/// A file in memory, for readers that want a path. It can be written again and again.
class MemoryFile {
  public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    void write(std::string_view bytes) const;

  private:
    int descriptor_;
    std::string path_;
};

} // namespace primerank::fuzz
