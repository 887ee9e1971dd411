#include "campaign/messages.hpp"

#include <stdexcept>

namespace primerank::campaign {
namespace {

/// Flags in the first byte, the tally behind it.
std::string flagged(unsigned flags, const law::AnyTally& tally) {
    std::string bytes(1, static_cast<char>(flags));
    tally.append_bytes(bytes);
    return bytes;
}

unsigned flags_of(std::string_view bytes) {
    if (bytes.empty()) {
        throw std::runtime_error("what another rank sent is empty");
    }
    return static_cast<unsigned char>(bytes.front());
}

} // namespace

std::string Place::bytes() const {
    return flagged(publish ? 1 : 0, before);
}

Place Place::from_bytes(std::string_view bytes, const law::TallyType& type) {
    return {flags_of(bytes) != 0, type.from_bytes(bytes.substr(1))};
}

void Partial::combine(const Partial& right) {
    tally.combine(right.tally);
    complete = complete && right.complete;
    stop_requested = stop_requested || right.stop_requested;
}

std::string Partial::bytes() const {
    return flagged((complete ? 1U : 0U) | (stop_requested ? 2U : 0U), tally);
}

Partial Partial::from_bytes(std::string_view bytes, const law::TallyType& type) {
    const unsigned flags = flags_of(bytes);
    return {type.from_bytes(bytes.substr(1)), (flags & 1) != 0, (flags & 2) != 0};
}

} // namespace primerank::campaign
