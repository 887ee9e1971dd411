#include "fuzz/fuzz.hpp"

#include "fuzz/mutator.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <sys/mman.h>
#include <unistd.h>

// NOLINTNEXTLINE(bugprone-reserved-identifier): theirs
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace primerank::fuzz {
namespace {

// What is fed now, for whatever ends the process.
std::string current_input;
std::uint64_t current_seed = 0;

std::string about_current() {
    return "seed " + std::to_string(current_seed) + ", input \"" + escaped(current_input) + "\"";
}

void print_current() {
    std::fprintf(stderr, "%s\n", about_current().c_str());
}

void on_signal(int number) {
    print_current();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void print_when_the_process_ends() {
    if (__sanitizer_set_death_callback != nullptr) {
        __sanitizer_set_death_callback(print_current);
        return;
    }
    for (const int number : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV}) {
        std::signal(number, on_signal);
    }
}

void feed(std::string input, const Target& holds) {
    current_input = std::move(input);
    std::string why = "the property does not hold";
    try {
        if (holds(current_input)) {
            return;
        }
    } catch (const std::exception& error) {
        why = std::string("thrown: ") + error.what();
    }
    FAIL(why << "; PRIMERANK_TEST_SEED is the " << about_current());
}

} // namespace

void fuzz(const std::vector<std::string>& corpus, const std::string& bytes, long inputs,
          const Target& holds) {
    print_when_the_process_ends();
    current_seed = test_seed();
    for (const std::string& input : corpus) {
        feed(input, holds);
    }
    Mutator mutator(corpus, bytes, current_seed);
    const long all = inputs * test_scale();
    for (long i = 0; i < all; ++i) {
        feed(mutator.next(), holds);
    }
    SUCCEED();
}

MemoryFile::MemoryFile()
    : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(descriptor_)) {
    REQUIRE(descriptor_ >= 0);
}

MemoryFile::~MemoryFile() {
    close(descriptor_);
}

void MemoryFile::write(std::string_view bytes) const {
    const bool written =
        ftruncate(descriptor_, 0) == 0
        && pwrite(descriptor_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
    if (!written) {
        FAIL("a file in memory cannot be written");
    }
}

} // namespace primerank::fuzz
