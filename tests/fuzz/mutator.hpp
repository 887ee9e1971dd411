#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::fuzz {

/// Damages texts and bytes: flips, inserts, deletions, copies within, truncation, splices of two
/// inputs, and numbers that programs stumble over.
class Mutator {
  public:
    /// corpus: valid inputs, one at least. bytes: what is inserted most often.
    Mutator(std::vector<std::string> corpus, std::string bytes, std::uint64_t seed)
        : corpus_(std::move(corpus)), bytes_(std::move(bytes)), random_(seed) {}

    /// One of the corpus, damaged in one place mostly, in up to six now and then.
    std::string next();

  private:
    void damage(std::string& input);
    void replace_number(std::string& input);
    void overwrite(std::string& input);
    std::string inserted();
    std::size_t below(std::size_t end) { return random_() % end; }
    const std::string& any() { return corpus_[below(corpus_.size())]; }

    std::vector<std::string> corpus_;
    std::string bytes_;
    std::mt19937_64 random_;
};

/// Bytes for people: what is not printable ASCII as \xNN.
std::string escaped(std::string_view bytes);

} // namespace primerank::fuzz
