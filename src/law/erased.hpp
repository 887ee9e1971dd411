#pragma once

#include "law/any_workload.hpp"
#include "law/workload.hpp"
#include "numbers/byte_archive.hpp"
#include "numbers/serialized.hpp"

#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace primerank::law {

template <Tally T>
class TypedTally final : public AnyTally::Model {
  public:
    explicit TypedTally(T tally) : tally_(std::move(tally)) {}

    [[nodiscard]] std::unique_ptr<Model> clone() const override {
        return std::make_unique<TypedTally>(*this);
    }
    void combine(const Model& right) override {
        tally_.combine(static_cast<const TypedTally&>(right).tally_);
    }
    [[nodiscard]] std::string text() const override { return serialized(tally_); }
    void append_bytes(std::string& bytes) const override {
        if constexpr (std::is_trivially_copyable_v<T>) {
            bytes.append(reinterpret_cast<const char*>(&tally_), sizeof(T));
        } else {
            ByteWriter{bytes} & tally_;
        }
    }
    [[nodiscard]] const std::type_info& type() const override { return typeid(T); }
    [[nodiscard]] void* address() override { return &tally_; }

  private:
    T tally_;
};

template <Tally T>
AnyTally erased_tally(T tally) {
    return AnyTally(std::make_unique<TypedTally<T>>(std::move(tally)));
}

template <Tally T>
class TypeOf final : public TallyType {
  public:
    [[nodiscard]] AnyTally identity() const override { return erased_tally(T{}); }
    [[nodiscard]] AnyTally from_text(const std::string& text) const override {
        return erased_tally(deserialized<T>(text));
    }
    [[nodiscard]] AnyTally from_bytes(std::string_view bytes) const override {
        T tally;
        if constexpr (std::is_trivially_copyable_v<T>) {
            if (bytes.size() != sizeof(T)) {
                throw std::runtime_error("what another rank sent has the wrong size");
            }
            std::memcpy(static_cast<void*>(&tally), bytes.data(), sizeof(T));
        } else {
            ByteReader{bytes} & tally;
        }
        return erased_tally(std::move(tally));
    }
    [[nodiscard]] bool has_fixed_size() const override { return std::is_trivially_copyable_v<T>; }
};

template <Tally T>
const TallyType& tally_type_of() {
    static const TypeOf<T> type;
    return type;
}

/// A workload behind the engine's door; the workload must outlive it.
template <Workload W>
class Erased final : public AnyWorkload {
  public:
    using Tally = typename W::Tally;

    explicit Erased(const W& workload) : workload_(workload) {}

    [[nodiscard]] Interval axis() const override { return workload_.axis(); }
    [[nodiscard]] double cost(const Interval& piece) const override {
        return workload_.cost(piece);
    }
    [[nodiscard]] uint128 border(uint128 position) const override {
        return workload_.border(position);
    }
    [[nodiscard]] std::unique_ptr<AnyWorker> make_worker() const override {
        return std::make_unique<Worker>(workload_, workload_.make_worker());
    }
    [[nodiscard]] std::unique_ptr<AnyWorker> make_auditor() const override {
        return std::make_unique<Worker>(workload_, workload_.make_auditor());
    }
    [[nodiscard]] WideSum headline(const AnyTally& tally) const override {
        return workload_.headline(tally.as<Tally>());
    }
    [[nodiscard]] std::optional<std::uint64_t> primes(const AnyTally& tally) const override {
        if constexpr (requires { workload_.primes(tally.as<Tally>()); }) {
            return workload_.primes(tally.as<Tally>());
        } else {
            return std::nullopt;
        }
    }
    [[nodiscard]] const TallyType& tally_type() const override { return tally_type_of<Tally>(); }
    [[nodiscard]] std::size_t memory(int threads, const Interval& share,
                                     uint128 widest) const override {
        if constexpr (requires { workload_.memory(threads, share, widest); }) {
            return workload_.memory(threads, share, widest);
        } else if constexpr (requires { workload_.memory(threads, widest); }) {
            return workload_.memory(threads, widest);
        } else {
            return workload_.memory(threads);
        }
    }
    [[nodiscard]] double held_bytes(const Interval& piece) const override {
        if constexpr (requires { workload_.held_bytes(piece); }) {
            return workload_.held_bytes(piece);
        } else {
            return 0;
        }
    }
    [[nodiscard]] bool costs_are_rough() const override { return RoughlyCostedWorkload<W>; }
    [[nodiscard]] bool publishes() const override { return PublishingWorkload<W>; }
    void publish(const Interval& chunk, const AnyTally& before) const override {
        if constexpr (PublishingWorkload<W>) {
            workload_.publish(chunk, before.as<Tally>());
        }
    }
    [[nodiscard]] double round_seconds(std::size_t ranks) const override {
        if constexpr (PublishingWorkload<W>) {
            return workload_.round_seconds(ranks);
        } else {
            return std::numeric_limits<double>::infinity();
        }
    }

  private:
    class Worker final : public AnyWorker {
      public:
        Worker(const W& workload, typename W::Worker worker)
            : workload_(workload), worker_(std::move(worker)) {}
        AnyTally work(const Interval& piece, const std::stop_token& give_up) override {
            return erased_tally(workload_.work(piece, worker_, give_up));
        }

      private:
        const W& workload_;
        typename W::Worker worker_;
    };

    const W& workload_;
};

} // namespace primerank::law
