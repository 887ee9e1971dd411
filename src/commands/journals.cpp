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

std::optional<double> recorded_alpha(const std::string& path, const Json& question) {
    auto recorded = path.empty() ? std::nullopt : campaign::Journal::question_in(path);
    if (!recorded || !recorded->is_object()) {
        return std::nullopt;
    }
    try {
        const double alpha = recorded->value("alpha", 0.0);
        recorded->erase("alpha");
        return *recorded == question ? std::optional(alpha) : std::nullopt;
    } catch (const JsonError&) {
        return std::nullopt;
    }
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
