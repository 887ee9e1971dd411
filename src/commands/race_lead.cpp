#include "commands/race_lead.hpp"

#include "commands/journals.hpp"
#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/run_aside.hpp"
#include "commands/tables_forecast.hpp"
#include "numbers/bound.hpp"
#include "pi/classes_workload.hpp"

#include <fmt/core.h>
#include <optional>
#include <stdexcept>

namespace primerank::commands {
namespace {

std::int64_t lead_of(const tally::Race& race, const tally::ResidueCounts& counts) {
    std::int64_t lead = 0;
    for (std::size_t a = 0; a < counts.of_class.size(); ++a) {
        lead += race.sign(a) * static_cast<std::int64_t>(counts.of_class[a]);
    }
    return lead;
}

std::optional<std::int64_t> lead_in_journal(const CampaignCommand& command) {
    const auto digits = recorded_lead(command.options.journal, command.full_question());
    try {
        return digits ? std::optional(
                   static_cast<std::int64_t>(parse_signed(*digits, uint128{1} << 63)))
                      : std::nullopt;
    } catch (const std::invalid_argument&) { // whoever opens the journal says what is wrong with it
        return std::nullopt;
    }
}

/// On rank 0; nothing where it was stopped.
std::optional<std::int64_t> counted_lead(cluster::Ranks& ranks, const ResidueQuestion& question) {
    const CampaignCommand& command = question.command;
    const uint128 below = last_below(command.interval.start);
    const cluster::Placement placement = cluster::place_ranks(ranks, command.options.threads);
    agree(ranks, [&] {
        require_usable_files(command.options, command.files);
        require_memory(
            node_memory(placement, classes_forecast(below, question.modulus).rank_memory),
            command.options.memory_limit());
    });
    std::optional<pi::ClassesWorkload> classes;
    const auto tally =
        run_aside(ranks, command, placement, "lead",
                  making<pi::ClassesWorkload>(classes, [&](const pi::Builders& builders) {
                      return pi::ClassesWorkload(below, question.modulus, builders);
                  }));
    if (!tally) {
        return std::nullopt;
    }
    return lead_of(question.race->race, classes->finish(tally->as<pi::CharacterTallies>()));
}

} // namespace

void require_findable_lead(const ResidueQuestion& question) {
    if (!pi::has_real_characters(question.modulus)) {
        throw std::invalid_argument(
            fmt::format("--lead auto counts classes for moduli that divide 24, and {} does not",
                        question.modulus));
    }
    if (question.is_shard()) {
        throw std::invalid_argument("--lead auto and --shard do not go together: merge needs the "
                                    "lead at START, once found, in digits");
    }
    if (last_below(question.command.interval.start) >= pi::ClassesWorkload::end_of_x) {
        throw std::invalid_argument("--lead auto needs START below 2^69");
    }
}

void find_lead(cluster::Ranks& ranks, ResidueQuestion& question) {
    CampaignCommand& command = question.command;
    std::optional<std::int64_t> lead;
    if (ranks.rank() == 0) {
        lead = lead_in_journal(command);
    }
    if (!cluster::from_root(ranks, lead.has_value())) {
        lead = counted_lead(ranks, question);
        agree(ranks, [&] {
            if (!lead) {
                throw Refusal(command.options.journal.empty() ? ExitCode::failed
                                                              : ExitCode::to_continue,
                              "stopped while the lead at START was counted; the same command "
                              "begins with that again");
            }
        });
    }
    question.lead = cluster::from_root(ranks, lead.value_or(0));
    command.question["lead"] = std::to_string(question.lead);
}

} // namespace primerank::commands
