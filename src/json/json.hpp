#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace primerank {

/// A text that is no JSON, or a value that is not what it is taken for.
class JsonError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A JSON value: what questions, journals and results are written as. Members of an object keep
/// the order in which they were added. Equal values are of the same kind, with the same members in
/// the same order; whole numbers are equal by value.
///
/// Strings hold any bytes. A JSON text is UTF-8, so bytes that are not stand in it as the
/// characters U+10FF80 to U+10FFFF, one a byte, and parse() brings the same bytes back.
class Json {
  public:
    using Member = std::pair<std::string, Json>;
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;

    Json(); ///< null
    Json(std::nullptr_t) : Json() {}
    Json(bool value);
    Json(double value);
    Json(std::string value);
    Json(std::string_view value) : Json(std::string(value)) {}
    Json(const char* value) : Json(std::string(value)) {}
    Json(const std::vector<std::string>& values);
    Json(std::initializer_list<Member> members);
    template <std::integral Integer>
    Json(Integer value) : Json(Whole{static_cast<std::uint64_t>(value), value < 0}) {}

    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();

    static Json object();
    static Json array(std::initializer_list<Json> elements = {});

    /// Throws JsonError.
    static Json parse(std::string_view text);

    /// In one line, or with so many spaces a level.
    [[nodiscard]] std::string dump(int indent = -1) const;

    [[nodiscard]] bool is_null() const;
    [[nodiscard]] bool is_string() const;
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_array() const;

    /// Of an array. Throws JsonError for another kind.
    [[nodiscard]] const Array& elements() const;
    /// Of an object. Throws JsonError for another kind.
    [[nodiscard]] const Object& items() const;

    /// Members of an object; false for other kinds.
    [[nodiscard]] bool contains(std::string_view key) const { return find(key) != nullptr; }

    /// Throws JsonError where there is no such member or element.
    [[nodiscard]] const Json& at(std::string_view key) const;
    [[nodiscard]] const Json& at(std::size_t index) const;

    /// The member, which is added as null where there is none; null becomes an object.
    Json& operator[](std::string_view key);

    /// Appends to an array; null becomes one.
    void push_back(Json element);

    /// Takes over all members of another object.
    void update(const Json& other);

    void erase(std::string_view key);

    /// As bool, a whole number that fits, double, std::string or std::vector<std::string>. Throws
    /// JsonError for what is of another kind.
    template <class T>
    [[nodiscard]] T get() const {
        if constexpr (std::same_as<T, bool>) {
            return as_bool();
        } else if constexpr (std::integral<T>) {
            return static_cast<T>(as_integer(std::is_signed_v<T>, sizeof(T)));
        } else if constexpr (std::same_as<T, double>) {
            return as_double();
        } else if constexpr (std::same_as<T, std::string>) {
            return as_string();
        } else {
            static_assert(std::same_as<T, std::vector<std::string>>);
            return as_strings();
        }
    }

    /// The member, or otherwise where there is none.
    template <class T>
    [[nodiscard]] T value(std::string_view key, T otherwise) const {
        const Json* member = find(key);
        return member == nullptr ? std::move(otherwise) : member->get<T>();
    }
    [[nodiscard]] std::string value(std::string_view key, const char* otherwise) const {
        return value(key, std::string(otherwise));
    }

    friend bool operator==(const Json& left, const Json& right);

  private:
    struct Whole {
        std::uint64_t bits;
        bool is_negative;
    };

    explicit Json(Whole value);
    explicit Json(Array elements);
    explicit Json(Object members);

    [[nodiscard]] const Json* find(std::string_view key) const;
    [[nodiscard]] bool as_bool() const;
    [[nodiscard]] std::int64_t as_integer(bool is_signed, std::size_t bytes) const;
    [[nodiscard]] double as_double() const;
    [[nodiscard]] std::string as_string() const;
    [[nodiscard]] std::vector<std::string> as_strings() const;

    // A whole number is std::int64_t only below 0.
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
                 Object>
        value_;

    friend struct JsonLibrary;
};

} // namespace primerank
