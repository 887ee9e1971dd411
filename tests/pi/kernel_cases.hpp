#pragma once

#include "instruction_sets.hpp"
#include "pi/character.hpp"
#include "pi/kernels.hpp"
#include "pi/wheel.hpp"

#include <string>
#include <vector>

namespace primerank::pi {

/// Kernels of a set, and a character for which they count.
struct KernelCase {
    const Kernels* kernels = nullptr;
    Character chi;
    std::string name;

    [[nodiscard]] MinusPlaces minus() const { return chi.minus(); }
};

/// Of every instruction set this processor can run, with and without signs.
inline std::vector<KernelCase> kernel_cases() {
    std::vector<KernelCase> cases;
    for (const InstructionSet set : instruction_sets()) {
        cases.push_back({&kernels(set), Character(), std::string(name(set))});
        for (const int discriminant : {-4, 24}) {
            cases.push_back({&signed_kernels(set), Character(discriminant),
                             std::string(name(set)) + ", " + std::to_string(discriminant)});
        }
    }
    return cases;
}

} // namespace primerank::pi
