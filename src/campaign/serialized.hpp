#pragma once

#include <boost/archive/text_iarchive.hpp>
#include <boost/archive/text_oarchive.hpp>

#include <sstream>
#include <string>

namespace primerank::campaign {

/// A tally, or anything else with serialize(), as text that does not depend on the machine.
template <class T>
std::string serialized(const T& value) {
    std::ostringstream text;
    boost::archive::text_oarchive(text, boost::archive::no_header) << value;
    return text.str();
}

/// The inverse. Throws std::exception for what is not such a text.
template <class T>
T deserialized(const std::string& text) {
    std::istringstream stream(text);
    T value;
    boost::archive::text_iarchive(stream, boost::archive::no_header) >> value;
    return value;
}

} // namespace primerank::campaign
