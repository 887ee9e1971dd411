#include "commands/pi_memory.hpp"

#include "commands/journals.hpp"
#include "commands/on_ranks.hpp"

namespace primerank::commands {
namespace {

pi::Options with_alpha(double alpha) {
    pi::Options options;
    options.alpha = alpha;
    return options;
}

/// 0 stands for the default, also where no alpha fits: then that one is refused.
double alpha_in_memory(uint128 x, const std::function<bool(const pi::Options&)>& fits) {
    if (fits({})) {
        return 0;
    }
    for (const double alpha : pi::smaller_alphas(x)) {
        if (fits(with_alpha(alpha))) {
            return alpha;
        }
    }
    return 0;
}

} // namespace

pi::Options options_in_memory(cluster::Ranks& ranks, PiQuestion& question,
                              const std::function<TablesForecast(const pi::Options&)>& forecast) {
    CampaignCommand& command = question.command;
    const cluster::Placement placement = cluster::place_ranks(ranks, command.options.threads);
    const std::optional<uint128> limit = command.options.memory_limit();
    const auto fits = [&](const pi::Options& options) {
        return !limit
               || node_memory(placement, forecast(options).rank_memory).largest_node <= *limit;
    };
    double alpha = 0;
    agree(ranks, [&] {
        const auto recorded = recorded_alpha(command.options.journal, command.full_question());
        alpha = recorded ? *recorded : alpha_in_memory(question.x, fits);
    });
    alpha = cluster::from_root(ranks, alpha);
    if (alpha != 0) {
        command.question["alpha"] = alpha;
    }
    return with_alpha(alpha);
}

} // namespace primerank::commands
