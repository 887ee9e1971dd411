#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace primerank {

/// Whether equal values of T have the same bytes, and the bytes make the value.
template <class T>
inline constexpr bool is_its_bytes =
    std::is_arithmetic_v<
        T> || (std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);

/// Archives for what has serialize(archive, version), in the style of Boost.Serialization, for the
/// ranks of one job: the bytes of numbers as they are, without a word on their types.
class ByteWriter {
  public:
    using is_saving = std::true_type;
    using is_loading = std::false_type;

    explicit ByteWriter(std::string& bytes) : bytes_(bytes) {}

    template <class T>
    ByteWriter& operator&(const T& value) {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
            bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
        } else {
            const_cast<T&>(value).serialize(*this, 0U); // which reads, of an archive that writes
        }
        return *this;
    }

    ByteWriter& operator&(const std::string& text) {
        *this& std::uint64_t{text.size()};
        bytes_ += text;
        return *this;
    }

    template <class T>
    ByteWriter& operator&(const std::vector<T>& values) {
        *this& std::uint64_t{values.size()};
        if constexpr (is_its_bytes<T>) {
            bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
        } else {
            for (const T& value : values) {
                *this& value;
            }
        }
        return *this;
    }

  private:
    std::string& bytes_;
};

/// Reads what ByteWriter wrote. Throws std::runtime_error when the bytes end too early.
class ByteReader {
  public:
    using is_saving = std::false_type;
    using is_loading = std::true_type;

    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    ByteReader& operator&(T& value) {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
            std::memcpy(&value, take(sizeof value), sizeof value);
        } else {
            value.serialize(*this, 0U);
        }
        return *this;
    }

    ByteReader& operator&(std::string& text) {
        const std::size_t size = count_of(1);
        text.assign(take(size), size);
        return *this;
    }

    template <class T>
    ByteReader& operator&(std::vector<T>& values) {
        values.resize(count_of(is_its_bytes<T> ? sizeof(T) : 1));
        if constexpr (is_its_bytes<T>) {
            const std::size_t size = values.size() * sizeof(T);
            const char* from = take(size);
            if (size > 0) {
                std::memcpy(values.data(), from, size);
            }
        } else {
            for (T& value : values) {
                *this& value;
            }
        }
        return *this;
    }

    [[nodiscard]] bool at_end() const { return bytes_.empty(); }

  private:
    /// A number of elements, each of `least` bytes or more.
    std::size_t count_of(std::size_t least);
    const char* take(std::size_t size);

    std::string_view bytes_;
};

} // namespace primerank
