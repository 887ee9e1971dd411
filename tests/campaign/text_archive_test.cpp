#include "numbers/byte_archive.hpp"
#include "numbers/serialized.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <boost/archive/text_oarchive.hpp>
#include <boost/serialization/vector.hpp>

#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace primerank;

namespace {

enum class Colour { red = -3, green = 7 };

struct Inner {
    std::uint64_t number = 0;
    std::int8_t small = 0;
    friend bool operator==(const Inner&, const Inner&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& number;
        archive& small;
    }
};

/// Classes within vectors within classes, met once and again.
struct Outer {
    Inner first;
    std::vector<Inner> inner;
    std::vector<std::uint64_t> numbers;
    std::vector<std::vector<Inner>> nested;
    bool is_open = false;
    std::string text;
    Colour colour = Colour::red;
    std::int64_t difference = 0;
    Inner last;
    friend bool operator==(const Outer&, const Outer&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& first;
        archive& inner;
        archive& numbers;
        archive& nested;
        archive& is_open;
        archive& text;
        archive& colour;
        archive& difference;
        archive& last;
    }
};

Inner random_inner(std::mt19937_64& random) {
    return {random() >> (random() % 64), static_cast<std::int8_t>(random())};
}

std::vector<Inner> random_inners(std::mt19937_64& random) {
    std::vector<Inner> made(random() % 4);
    for (Inner& inner : made) {
        inner = random_inner(random);
    }
    return made;
}

Outer random_outer(std::mt19937_64& random) {
    Outer made;
    made.first = random_inner(random);
    made.inner = random_inners(random);
    made.numbers.assign(random() % 5, random());
    made.nested.resize(random() % 3);
    for (std::vector<Inner>& inners : made.nested) {
        inners = random_inners(random);
    }
    made.is_open = random() % 2 == 0;
    made.text.assign(random() % 3, ' ');
    made.text.append(random() % 3, static_cast<char>(random()));
    made.colour = random() % 2 == 0 ? Colour::red : Colour::green;
    made.difference = static_cast<std::int64_t>(random());
    made.last = random_inner(random);
    return made;
}

std::string by_boost(const Outer& value) {
    std::ostringstream text;
    boost::archive::text_oarchive(text, boost::archive::no_header) << value;
    return text.str();
}

} // namespace

TEST_CASE("A saved text is that of Boost's archives, byte for byte, and is read back") {
    std::mt19937_64 random(test_seed());
    for (int i = 0; i < 2000; ++i) {
        const Outer value = random_outer(random);
        const std::string text = serialized(value);
        REQUIRE(text == by_boost(value));
        REQUIRE(deserialized<Outer>(text) == value);
    }
}

TEST_CASE("What is sent in bytes is read back, and every cut of it refused") {
    std::mt19937_64 random(test_seed());
    for (int i = 0; i < 200; ++i) {
        const Outer value = random_outer(random);
        std::string bytes;
        ByteWriter{bytes} & value;
        Outer read;
        ByteReader reader(bytes);
        reader& read;
        REQUIRE(read == value);
        REQUIRE(reader.at_end());
        Outer cut;
        ByteReader shorter(std::string_view(bytes).substr(0, random() % bytes.size()));
        REQUIRE_THROWS_AS(shorter & cut, std::runtime_error);
    }
}

TEST_CASE("A damaged text is refused or read as another value, never anything else") {
    std::mt19937_64 random(test_seed());
    const std::string characters = "0123456789 -x";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = serialized(random_outer(random));
        const std::size_t at = random() % text.size();
        switch (random() % 3) {
        case 0:
            text.erase(at);
            break;
        case 1:
            text.insert(at, 1, characters[random() % characters.size()]);
            break;
        default:
            text[at] = characters[random() % characters.size()];
        }
        try {
            const auto value = deserialized<Outer>(text);
            CHECK(deserialized<Outer>(serialized(value)) == value);
        } catch (const std::runtime_error&) {
        }
    }
}

TEST_CASE("A vector larger than its text is refused before it is made") {
    const std::string text = std::to_string(std::numeric_limits<std::uint64_t>::max()) + " 0 1";
    CHECK_THROWS_AS(deserialized<std::vector<std::uint64_t>>(text), std::runtime_error);
}
