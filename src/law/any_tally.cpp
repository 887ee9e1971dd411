#include "law/any_tally.hpp"

#include <stdexcept>

namespace primerank::law {

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

void* AnyTally::address(const std::type_info& wanted) const {
    if (model_ == nullptr || model_->type() != wanted) {
        throw std::logic_error("a tally is taken for one of another type");
    }
    return model_->address();
}

} // namespace primerank::law
