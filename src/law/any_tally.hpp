#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>

namespace primerank::law {

/// A tally whose type only its workload knows, as the engine and the journal hand it about. One
/// that holds nothing is the identity of every type.
class AnyTally {
  public:
    /// What TypedTally<T> makes of a tally (erased.hpp).
    class Model {
      public:
        Model() = default;
        Model& operator=(const Model&) = delete;
        virtual ~Model() = default;

        [[nodiscard]] virtual std::unique_ptr<Model> clone() const = 0;
        virtual void combine(const Model& right) = 0;
        [[nodiscard]] virtual std::string text() const = 0;
        virtual void append_bytes(std::string& bytes) const = 0;
        [[nodiscard]] virtual const std::type_info& type() const = 0;
        [[nodiscard]] virtual void* address() = 0;

      protected:
        Model(const Model&) = default;
    };

    AnyTally() = default;
    explicit AnyTally(std::unique_ptr<Model> model) : model_(std::move(model)) {}
    AnyTally(const AnyTally& other) : model_(other.model_ ? other.model_->clone() : nullptr) {}
    AnyTally& operator=(const AnyTally& other) {
        model_ = other.model_ ? other.model_->clone() : nullptr;
        return *this;
    }
    AnyTally(AnyTally&&) noexcept = default;
    AnyTally& operator=(AnyTally&&) noexcept = default;
    ~AnyTally() = default;

    [[nodiscard]] bool holds_nothing() const { return model_ == nullptr; }

    /// right: of the same type, of the interval right after this one's.
    void combine(const AnyTally& right);

    /// The tally itself. Throws std::logic_error when it is none of this type.
    template <class T>
    [[nodiscard]] T& as() {
        return *static_cast<T*>(address(typeid(T)));
    }
    template <class T>
    [[nodiscard]] const T& as() const {
        return *static_cast<const T*>(address(typeid(T)));
    }

    /// As the journal has it: text that does not depend on the machine.
    [[nodiscard]] std::string text() const { return model_->text(); }

    /// Appends what ranks of one job send each other.
    void append_bytes(std::string& bytes) const { model_->append_bytes(bytes); }

  private:
    [[nodiscard]] void* address(const std::type_info& wanted) const;

    std::unique_ptr<Model> model_;
};

/// Makes tallies of one type.
class TallyType {
  public:
    TallyType() = default;
    TallyType(const TallyType&) = delete;
    TallyType& operator=(const TallyType&) = delete;
    virtual ~TallyType() = default;

    /// Of an empty interval.
    [[nodiscard]] virtual AnyTally identity() const = 0;

    /// From AnyTally::text(). Throws std::exception for what is not such a text.
    [[nodiscard]] virtual AnyTally from_text(const std::string& text) const = 0;

    /// From what append_bytes() appended. Throws std::exception for anything else.
    [[nodiscard]] virtual AnyTally from_bytes(std::string_view bytes) const = 0;

    /// Whether all tallies of this type have as many bytes.
    [[nodiscard]] virtual bool has_fixed_size() const = 0;
};

} // namespace primerank::law
