#include "commands/journals.hpp"

#include "commands/exit_code.hpp"

#include <system_error>

namespace primerank::commands {

campaign::Journal read_journal(const std::string& path) {
    try {
        return campaign::Journal::read(path);
    } catch (const campaign::JournalRefused& refused) {
        throw Refusal(ExitCode::journal, refused.what());
    } catch (const std::system_error& error) {
        throw Refusal(ExitCode::path, error.what());
    }
}

std::optional<std::string> recorded_method(const std::string& path) {
    const auto question = path.empty() ? std::nullopt : campaign::Journal::question_in(path);
    if (!question || !question->contains("method") || !question->at("method").is_string()) {
        return std::nullopt;
    }
    return question->at("method").get<std::string>();
}

namespace {

/// What the journal's question says under a key that no more than this one says beside `question`;
/// nothing where there is no journal, or one of another question.
template <class T>
std::optional<T> recorded_beside(const std::string& path, Json question, const char* key,
                                 T otherwise) {
    auto recorded = path.empty() ? std::nullopt : campaign::Journal::question_in(path);
    if (!recorded || !recorded->is_object()) {
        return std::nullopt;
    }
    try {
        const T value = recorded->value(key, otherwise);
        recorded->erase(key);
        question.erase(key);
        return *recorded == question ? std::optional(value) : std::nullopt;
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<double> recorded_alpha(const std::string& path, const Json& question) {
    return recorded_beside(path, question, "alpha", 0.0);
}

std::optional<std::string> recorded_lead(const std::string& path, const Json& question) {
    return recorded_beside(path, question, "lead", std::string());
}

std::vector<std::string> recorded_tallies(const campaign::Journal& journal) {
    std::vector<std::string> tallies;
    if (!journal.prefix().tally.empty()) {
        tallies.push_back(journal.prefix().tally);
    }
    for (const campaign::RoundRecord& round : journal.rounds()) {
        tallies.push_back(round.tally);
    }
    return tallies;
}

} // namespace primerank::commands
