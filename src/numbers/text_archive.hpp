#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace primerank {

/// Which classes an archive has met. Boost.Serialization's text archives write, before the first
/// object of a class, whether it is tracked and its version: here always "0 0". A vector of numbers
/// is none.
class MetClasses {
  public:
    /// Whether T is met for the first time.
    template <class T>
    bool is_new() {
        return is_new_tag(&tag_of<T>);
    }

  private:
    template <class T>
    static constexpr char tag_of = 0;

    bool is_new_tag(const void* tag);

    std::vector<const void*> tags_;
};

/// Writes integers, strings and what is made of them, each class by its serialize(archive,
/// version), as Boost.Serialization's text archives without a header do, byte for byte: numbers
/// apart by blanks, the size of a vector and the version of its items before them.
class TextWriter {
  public:
    using is_saving = std::true_type;
    using is_loading = std::false_type;

    explicit TextWriter(std::string& text) : text_(text) {}

    template <class T>
    TextWriter& operator&(const T& value) {
        if constexpr (std::is_enum_v<T>) {
            put(static_cast<std::int64_t>(value));
        } else if constexpr (std::is_signed_v<T>) {
            put(std::int64_t{value});
        } else if constexpr (std::is_unsigned_v<T>) {
            put(std::uint64_t{value});
        } else {
            begin<T>();
            const_cast<T&>(value).serialize(*this, 0U); // which reads, of an archive that writes
        }
        return *this;
    }

    template <class T>
    TextWriter& operator&(const std::vector<T>& values) {
        if constexpr (!std::is_arithmetic_v<T>) {
            begin<std::vector<T>>();
        }
        put(values.size());
        put(std::uint64_t{0});
        for (const T& value : values) {
            *this& value;
        }
        return *this;
    }

    TextWriter& operator&(const std::string& text);

  private:
    template <class T>
    void begin() {
        if (met_.is_new<T>()) {
            put(std::uint64_t{0});
            put(std::uint64_t{0});
        }
    }

    void put(std::uint64_t value);
    void put(std::int64_t value);

    std::string& text_;
    MetClasses met_;
};

/// Reads what TextWriter wrote. Throws std::runtime_error for anything else.
class TextReader {
  public:
    using is_saving = std::false_type;
    using is_loading = std::true_type;

    explicit TextReader(std::string_view text) : rest_(text) {}

    template <class T>
    TextReader& operator&(T& value) {
        if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(get_signed(std::numeric_limits<int>::max()));
        } else if constexpr (std::is_signed_v<T>) {
            value = static_cast<T>(get_signed(std::numeric_limits<T>::max()));
        } else if constexpr (std::is_unsigned_v<T>) {
            value = static_cast<T>(get(std::numeric_limits<T>::max()));
        } else {
            begin<T>();
            value.serialize(*this, 0U);
        }
        return *this;
    }

    template <class T>
    TextReader& operator&(std::vector<T>& values) {
        if constexpr (!std::is_arithmetic_v<T>) {
            begin<std::vector<T>>();
        }
        values.resize(get(rest_.size())); // an item is a character or more
        get(0);
        for (T& value : values) {
            *this& value;
        }
        return *this;
    }

    TextReader& operator&(std::string& text);

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

  private:
    template <class T>
    void begin() {
        if (met_.is_new<T>()) {
            get(0);
            get(0);
        }
    }

    /// The next number, which is at most `most` and, if signed, at least -most - 1.
    std::uint64_t get(std::uint64_t most);
    std::int64_t get_signed(std::int64_t most);
    void skip_blank();

    std::string_view rest_;
    bool started_ = false;
    MetClasses met_;
};

} // namespace primerank
