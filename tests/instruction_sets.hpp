#pragma once

#include "numbers/instruction_set.hpp"

#include <vector>

namespace primerank {

/// Every instruction set this processor can run.
inline std::vector<InstructionSet> instruction_sets() {
    std::vector<InstructionSet> sets;
    for (const InstructionSet set : every_instruction_set) {
        if (has(set)) {
            sets.push_back(set);
        }
    }
    return sets;
}

} // namespace primerank
