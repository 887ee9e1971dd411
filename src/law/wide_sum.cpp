#include "law/wide_sum.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace primerank::law {

std::string to_string(const WideSum& sum) {
    boost::multiprecision::cpp_int value;
    import_bits(value, sum.limbs().begin(), sum.limbs().end(), 64, false);
    return value.str();
}

} // namespace primerank::law
