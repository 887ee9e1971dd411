#include "numbers/instruction_set.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

using namespace primerank;

namespace {

/// What the kernel says that a processor has; it leaves out what it does not support itself.
std::set<std::string> processor_flags() {
    std::ifstream file("/proc/cpuinfo");
    std::set<std::string> flags;
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("flags", 0) == 0) {
            std::istringstream words(line);
            for (std::string word; words >> word;) {
                flags.insert(word);
            }
            break;
        }
    }
    return flags;
}

} // namespace

#if PRIMERANK_X86
TEST_CASE("A set is taken where the processor has all of it", "[instruction_set]") {
    const std::set<std::string> flags = processor_flags();
    const auto all = [&](std::initializer_list<const char*> names) {
        bool found = true;
        for (const char* name : names) {
            found = found && flags.count(name) == 1;
        }
        return found;
    };
    const bool avx2 = all({"avx2", "bmi1", "bmi2", "fma", "popcnt", "abm"}); // abm: lzcnt
    const bool avx512 =
        avx2
        && all({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512ifma",
                "avx512vbmi", "avx512_vbmi2", "avx512_vnni", "avx512_bitalg", "avx512_vpopcntdq"});
    CHECK(has(InstructionSet::avx2) == avx2);
    CHECK(has(InstructionSet::avx512) == avx512);
    CHECK(best_instruction_set()
          == (avx512 ? InstructionSet::avx512
              : avx2 ? InstructionSet::avx2
                     : InstructionSet::portable));
}
#endif

TEST_CASE("Processors are of one kind, and have what is simpler", "[instruction_set]") {
    CHECK(has(InstructionSet::portable));
    CHECK_FALSE((has(InstructionSet::avx2) && has(InstructionSet::neon)));
    CHECK(simpler(InstructionSet::portable) == InstructionSet::portable);
    for (const InstructionSet set : every_instruction_set) {
        CHECK((!has(set) || has(simpler(set))));
    }
}

TEST_CASE("What this processor lacks is refused when one says so", "[instruction_set]") {
    setenv("PRIMERANK_INSTRUCTION_SET", "portable", 1);
    CHECK_FALSE(lacks_instruction_set());
    CHECK_NOTHROW(require_instruction_set());
    setenv("PRIMERANK_INSTRUCTION_SET", "mmx", 1);
    CHECK_THROWS_WITH(lacks_instruction_set(),
                      Catch::Matchers::Contains("'mmx'; legal are portable"));
    setenv("PRIMERANK_INSTRUCTION_SET", "avx512", 1);
    CHECK(lacks_instruction_set() == !has(InstructionSet::avx512));
    CHECK(lacking_instruction_set("X")
          == "PRIMERANK_INSTRUCTION_SET is 'avx512', which X does not have");
    if (lacks_instruction_set()) {
        CHECK_THROWS_WITH(require_instruction_set(), Catch::Matchers::Contains("this processor"));
    }
    unsetenv("PRIMERANK_INSTRUCTION_SET");
}
