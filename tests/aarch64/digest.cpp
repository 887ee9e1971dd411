// Prints digests of what has kernels, on which every instruction set of this processor has to
// agree, to be compared with those of another processor.
#include "digests.hpp"
#include "instruction_sets.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>

using namespace primerank;

int main() {
    try {
        for (const auto part : {primality, bitmaps, tallies, tuplets, values_of_pi}) {
            const std::string expected = part(InstructionSet::portable);
            for (const InstructionSet set : instruction_sets()) {
                if (const std::string found = part(set); found != expected) {
                    throw std::runtime_error("portable:\n" + expected + std::string(name(set))
                                             + ":\n" + found);
                }
            }
            std::fputs(expected.c_str(), stdout);
        }
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
