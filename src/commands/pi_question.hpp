#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "pi/pi_workload.hpp"

#include <string>

namespace primerank::commands {

/// Far beyond what arithmetic or memory allow; choose_parameters() draws the line.
inline constexpr uint128 largest_x = uint128{1} << 100;

/// What `pi` was asked, checked.
struct PiQuestion {
    uint128 x = 0;
    bool verbose = false; ///< also the terms, and the estimates Li(x) and R(x)
    CampaignCommand command;
};

/// `pi X --double-check`: pi(x) twice, by other parameters, pieces and kernels.
Action prepare_double_check(const PiQuestion& question);

/// `pi X --selftest`: pi(x + h) - pi(x) against the sieve. Throws std::invalid_argument for an x
/// that the sieve does not reach.
Action prepare_selftest(const PiQuestion& question);

/// pi(x), and what verbose adds.
report::Result pi_result(const PiQuestion& question, const pi::PiWorkload& workload,
                         const pi::PiTally& tally);

/// "x = 1,000,000"
std::string title_of(uint128 x);

} // namespace primerank::commands
