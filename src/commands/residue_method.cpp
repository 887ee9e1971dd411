#include "commands/residue_method.hpp"

#include "commands/common_options.hpp"
#include "commands/interval_options.hpp"
#include "commands/journals.hpp"
#include "commands/tables_forecast.hpp"
#include "pi/classes_workload.hpp"
#include "pi/cost_model.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>
#include <stdexcept>

namespace primerank::commands {
namespace {

void require_possible(const ResidueTask& task) {
    if (!pi::has_real_characters(task.modulus)) {
        throw std::invalid_argument(fmt::format(
            "--method combinatorial counts classes for moduli that divide 24, and {} does not",
            task.modulus));
    }
    if (task.race || task.shard) {
        throw std::invalid_argument("--method combinatorial counts classes, all at once: --race, "
                                    "--lead and --shard enumerate");
    }
    (void)pi::classes_memory_forecast(last_below(task.interval.stop), task.modulus, 1);
}

/// Whether auto goes by characters if nothing speaks against it.
bool is_faster(const ResidueTask& task) {
    const std::optional<std::string> recorded = recorded_method(task.journal);
    return recorded
               ? *recorded == "combinatorial"
               : last_below(task.interval.stop) < pi::ClassesWorkload::end_of_x
                     && pi::counts_faster(task.interval, pi::classes_cost_factor(task.modulus));
}

std::string costs_of(const ResidueTask& task) {
    const TablesForecast twice = classes_forecast(last_below(task.interval.start), task.modulus)
                                 + classes_forecast(last_below(task.interval.stop), task.modulus);
    return fmt::format("combinatorial about {} of one core, enumerate {}",
                       report::duration(twice.seconds),
                       report::duration(sieve::cost(task.interval, sieve::Method::enumerate)));
}

} // namespace

std::string ResidueMethod::name() const {
    return combinatorial ? "combinatorial" : method_name(sieve);
}

ResidueMethod choose_method(const std::string& method, const ResidueTask& task) {
    ResidueMethod chosen;
    if (method == "combinatorial") {
        require_possible(task);
        chosen.combinatorial = true;
        return chosen;
    }
    if (method == "auto" && pi::has_real_characters(task.modulus) && !task.shard
        && is_faster(task)) {
        chosen.combinatorial = !task.race;
        chosen.why = costs_of(task) + (task.race ? ", which a race needs (--race none)" : "");
    }
    if (!chosen.combinatorial) {
        require_enumerable(task.interval);
        chosen.sieve = parse_method(method, task.interval);
    }
    return chosen;
}

} // namespace primerank::commands
