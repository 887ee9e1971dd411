#include "json/json.hpp"

#include "json/utf8.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace primerank {

/// To and from the values of the library that reads and writes JSON texts.
struct JsonLibrary {
    using Value = nlohmann::ordered_json;

    struct Convert {
        Value operator()(std::monostate) const { return nullptr; }
        Value operator()(const std::string& text) const { return utf8_from_bytes(text); }
        Value operator()(const Json::Array& array) const {
            Value value = Value::array();
            for (const Json& element : array) {
                value.push_back(to(element));
            }
            return value;
        }
        Value operator()(const Json::Object& object) const {
            Value value = Value::object();
            for (const auto& [key, member] : object) {
                value[utf8_from_bytes(key)] = to(member);
            }
            return value;
        }
        Value operator()(auto scalar) const { return scalar; }
    };

    static Value to(const Json& json) { return std::visit(Convert{}, json.value_); }

    /// depth: how many levels there may be; each takes room on the stack.
    static Json from(const Value& value, int depth = 100) {
        if (depth == 0) {
            throw JsonError("values are nested too deeply");
        }
        if (value.is_object()) {
            Json object = Json::object();
            for (const auto& [key, member] : value.items()) {
                object[bytes_from_utf8(key)] = from(member, depth - 1);
            }
            return object;
        }
        if (value.is_array()) {
            Json array = Json::array();
            for (const Value& element : value) {
                array.push_back(from(element, depth - 1));
            }
            return array;
        }
        if (value.is_string()) {
            return bytes_from_utf8(value.get_ref<const std::string&>());
        }
        if (value.is_boolean()) {
            return value.get<bool>();
        }
        if (value.is_number_unsigned()) {
            return value.get<std::uint64_t>();
        }
        if (value.is_number_integer()) {
            return value.get<std::int64_t>();
        }
        return value.is_number() ? Json(value.get<double>()) : Json();
    }
};

namespace {

[[noreturn]] void not_a(const char* kind) {
    throw JsonError(std::string("a value is not ") + kind);
}

} // namespace

Json::Json() = default;
Json::Json(bool value) : value_(value) {}
Json::Json(double value) : value_(value) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(const std::vector<std::string>& values) : value_(Array(values.begin(), values.end())) {}
Json::Json(std::initializer_list<Member> members) : value_(Object(members)) {}
Json::Json(Array elements) : value_(std::move(elements)) {}
Json::Json(Object members) : value_(std::move(members)) {}
Json::Json(Whole value) : value_(value.bits) {
    if (value.is_negative) {
        value_ = static_cast<std::int64_t>(value.bits);
    }
}

Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::object() {
    return Json(Object());
}

Json Json::array(std::initializer_list<Json> elements) {
    return Json(Array(elements));
}

bool Json::is_null() const {
    return std::holds_alternative<std::monostate>(value_);
}

bool Json::is_string() const {
    return std::holds_alternative<std::string>(value_);
}

bool Json::is_object() const {
    return std::holds_alternative<Object>(value_);
}

bool Json::is_array() const {
    return std::holds_alternative<Array>(value_);
}

bool operator==(const Json& left, const Json& right) {
    return left.value_ == right.value_;
}

Json Json::parse(std::string_view text) {
    try {
        return JsonLibrary::from(JsonLibrary::Value::parse(text));
    } catch (const nlohmann::json::exception& error) {
        throw JsonError(error.what());
    }
}

std::string Json::dump(int indent) const {
    return JsonLibrary::to(*this).dump(indent);
}

const Json::Array& Json::elements() const {
    if (!is_array()) {
        not_a("an array");
    }
    return std::get<Array>(value_);
}

const Json::Object& Json::items() const {
    if (!is_object()) {
        not_a("an object");
    }
    return std::get<Object>(value_);
}

const Json* Json::find(std::string_view key) const {
    if (!is_object()) {
        return nullptr;
    }
    const auto& members = std::get<Object>(value_);
    const auto member = std::find_if(members.begin(), members.end(),
                                     [key](const Member& each) { return each.first == key; });
    return member == members.end() ? nullptr : &member->second;
}

const Json& Json::at(std::string_view key) const {
    const Json* member = find(key);
    if (member == nullptr) {
        throw JsonError("'" + std::string(key) + "' is missing");
    }
    return *member;
}

const Json& Json::at(std::size_t index) const {
    if (index >= elements().size()) {
        throw JsonError("element " + std::to_string(index) + " is missing");
    }
    return elements()[index];
}

Json& Json::operator[](std::string_view key) {
    if (is_null()) {
        value_ = Object();
    }
    (void)items();
    auto& members = std::get<Object>(value_);
    const auto member = std::find_if(members.begin(), members.end(),
                                     [key](const Member& each) { return each.first == key; });
    if (member != members.end()) {
        return member->second;
    }
    return members.emplace_back(std::string(key), Json()).second;
}

void Json::push_back(Json element) {
    if (is_null()) {
        value_ = Array();
    }
    (void)elements();
    std::get<Array>(value_).push_back(std::move(element));
}

void Json::update(const Json& other) {
    for (const auto& [key, value] : other.items()) {
        (*this)[key] = value;
    }
}

void Json::erase(std::string_view key) {
    (void)items();
    auto& members = std::get<Object>(value_);
    std::erase_if(members, [key](const Member& each) { return each.first == key; });
}

bool Json::as_bool() const {
    if (!std::holds_alternative<bool>(value_)) {
        not_a("true or false");
    }
    return std::get<bool>(value_);
}

/// The 64 bits of a whole number that fits into so many bytes.
std::int64_t Json::as_integer(bool is_signed, std::size_t bytes) const {
    const auto bits = static_cast<unsigned>(8 * bytes) - (is_signed ? 1 : 0);
    const std::uint64_t largest = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
    if (std::holds_alternative<std::uint64_t>(value_)
        && std::get<std::uint64_t>(value_) <= largest) {
        return static_cast<std::int64_t>(std::get<std::uint64_t>(value_));
    }
    if (std::holds_alternative<std::int64_t>(value_) && is_signed
        && std::get<std::int64_t>(value_) >= -1 - static_cast<std::int64_t>(largest)) {
        return std::get<std::int64_t>(value_);
    }
    not_a("a whole number of the size that is wanted");
}

double Json::as_double() const {
    if (std::holds_alternative<std::uint64_t>(value_)) {
        return static_cast<double>(std::get<std::uint64_t>(value_));
    }
    if (std::holds_alternative<std::int64_t>(value_)) {
        return static_cast<double>(std::get<std::int64_t>(value_));
    }
    if (!std::holds_alternative<double>(value_)) {
        not_a("a number");
    }
    return std::get<double>(value_);
}

std::string Json::as_string() const {
    if (!is_string()) {
        not_a("a string");
    }
    return std::get<std::string>(value_);
}

std::vector<std::string> Json::as_strings() const {
    std::vector<std::string> strings;
    for (const Json& element : elements()) {
        strings.push_back(element.as_string());
    }
    return strings;
}

} // namespace primerank
