#pragma once

#include "campaign/journal.hpp"
#include "numbers/serialized.hpp"

#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {

/// Reads a journal without continuing it. Throws Refusal.
campaign::Journal read_journal(const std::string& path);

/// The method in the question of a journal that is to be continued, which is what auto came to when
/// it was begun; nothing where there is none yet. path may be empty.
std::optional<std::string> recorded_method(const std::string& path);

/// The alpha in a journal that asks this question, which may have none, and is to be continued; 0
/// where it is the default. Nothing where there is no such journal yet. path may be empty.
std::optional<double> recorded_alpha(const std::string& path, const Json& question);

/// The same of a race's lead in digits, which the journal was begun with whatever this question
/// says of it.
std::optional<std::string> recorded_lead(const std::string& path, const Json& question);

/// All that a journal has recorded, as serialised tallies in order: the prefix, then each round.
std::vector<std::string> recorded_tallies(const campaign::Journal& journal);

/// The tallies combined. Throws Refusal where one cannot be read.
template <class Tally>
Tally combined(const std::vector<std::string>& tallies) {
    Tally whole{};
    for (const std::string& tally : tallies) {
        whole.combine(deserialized<Tally>(tally));
    }
    return whole;
}

} // namespace primerank::commands
