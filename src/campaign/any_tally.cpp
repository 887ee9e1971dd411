#include "campaign/any_tally.hpp"

#include "campaign/journal_records.hpp"

#include <stdexcept>

namespace primerank::campaign {

void AnyTally::combine(const AnyTally& right) {
    if (right.model_ == nullptr) {
        return;
    }
    if (model_ == nullptr) {
        model_ = right.model_->clone();
        return;
    }
    (void)right.address(model_->type());
    model_->combine(*right.model_);
}

std::uint64_t AnyTally::digest() const {
    return std::stoull(checksum(text()), nullptr, 16);
}

void* AnyTally::address(const std::type_info& wanted) const {
    if (model_ == nullptr || model_->type() != wanted) {
        throw std::logic_error("a tally is taken for one of another type");
    }
    return model_->address();
}

} // namespace primerank::campaign
