#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "commands/residue_method.hpp"
#include "law/product.hpp"
#include "tally/enumeration.hpp"
#include "tally/octave_grid.hpp"
#include "tally/product_measure.hpp"
#include "tally/race.hpp"
#include "tally/residues.hpp"
#include "tally/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {

/// A race as it was asked for.
struct AskedRace {
    tally::Race race;
    std::string asked;  ///< as --race has it
    std::string ahead;  ///< who leads while the difference is above 0: a class, or non-residues
    std::string behind; ///< who leads while it is below

    /// The name of the side with this sign; nothing for 0.
    [[nodiscard]] std::string side(std::int64_t sign) const {
        return sign == 0 ? "" : sign > 0 ? ahead : behind;
    }
};

/// What `residues` was asked, checked.
struct ResidueQuestion {
    std::uint64_t modulus = 1;
    std::optional<AskedRace> race;
    std::int64_t lead = 0;   ///< the race's difference at the interval's start
    bool finds_lead = false; ///< itself, by find_lead()
    ResidueMethod method;
    CampaignCommand command;

    [[nodiscard]] bool is_shard() const { return !command.options.shard.empty(); }
};

/// `residues --method combinatorial`, or auto where that is faster.
Action prepare_residues_by_characters(const ResidueQuestion& question);

/// Counts by class, and how the race moves in every block of tally::race_blocks.
using ResidueRace = law::Product<tally::ResidueCounts, tally::Table<tally::RaceRange>>;
using ResidueRaceMeasure =
    tally::ProductMeasure<tally::ResidueMeasure,
                          tally::TableMeasure<tally::RaceMeasure, tally::OctaveGrid>>;
using RaceWorkload = tally::Enumeration<ResidueRaceMeasure>;

} // namespace primerank::commands
