#include "engine/formats/fill_missing.h"

#include <algorithm>
#include <cmath>

#include "engine/base/hash.h"
#include "engine/base/machine.h"

namespace whittle {
namespace {

// splitmix64: one multiply-shift chain a value, and any seed will do.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t bits() {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15ull;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    /// Near enough to normal for weights: the sum of four uniforms, mean 0 and variance 1, never past 3.5.
    float normal() {
        const std::uint64_t word = bits();
        float sum = 0;
        for (int i = 0; i < 4; ++i) sum += static_cast<float>(word >> (16 * i) & 0xffff);
        return (sum / 65536.0f - 2.0f) * 1.7320508f;
    }

private:
    std::uint64_t m_state;
};

struct Spread {
    float center = 0;
    float width = 1;
    bool positive = false;
};

// Weights such that activations keep their size through the layers, and norms and variances that are usable.
Spread spreadOf(const GraphInput& input, const Sizes& sizes) {
    if (input.kind == InputKind::User) return {};
    if (input.target.ends_with("var")) return {.center = 1, .width = 0.1f, .positive = true};
    if (sizes.size() < 2) return {.center = input.target.ends_with("weight") ? 1.0f : 0.0f, .width = 0.1f};
    const auto fanIn = static_cast<double>(elementCount(std::span(sizes).subspan(1)));
    return {.width = static_cast<float>(1.0 / std::sqrt(std::max(fanIn, 1.0)))};
}

Tensor valuesFor(const GraphInput& input, DType dtype, const Sizes& sizes, std::uint64_t seed) {
    if (isComplex(dtype)) {
        Sizes pairs = sizes;
        pairs.push_back(2);
        return valuesFor(input, realOf(dtype), pairs, seed).viewAsComplex();
    }
    Numbers numbers(seed);
    const Index count = elementCount(sizes);
    if (!isFloating(dtype)) {
        Tensor out = Tensor::empty(DType::U8, sizes);
        std::generate_n(out.mutableData<std::uint8_t>(), count, [&] { return static_cast<std::uint8_t>(numbers.bits() >> 63); });
        return out.to(dtype);
    }
    const Spread spread = spreadOf(input, sizes);
    Tensor out = Tensor::empty(DType::F32, sizes);
    std::generate_n(out.mutableData<float>(), count, [&] {
        const float value = numbers.normal() * spread.width;
        return spread.center + (spread.positive ? std::abs(value) : value);
    });
    return out.to(dtype);
}

}  // namespace

Result<std::vector<std::string>> fillMissing(Graph& graph, std::uint64_t seed) {
    const auto lookUp = [&](std::string_view symbol) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(symbol));
        if (found == graph.symbols.end()) return std::nullopt;
        return found->second.hint ? found->second.hint : found->second.min;
    };
    std::vector<std::pair<ValueId, Datum>> filled;
    int weights = 0, users = 0;
    std::int64_t total = 0;  // what all of them take
    for (const GraphInput& input : graph.inputs()) {
        if (!std::holds_alternative<std::monostate>(input.data)) continue;
        const Value& value = graph.value(input.value);
        if (const NumberType* number = asNumberType(value.type)) {
            if (number->kind == NumberType::Kind::Bool) filled.emplace_back(input.value, Datum(true));
            if (number->kind == NumberType::Kind::Float) filled.emplace_back(input.value, Datum(1.0));
            if (number->kind == NumberType::Kind::Int) {
                WHITTLE_TRY(const std::int64_t known, number->expr.evaluate(lookUp).context("choosing a value for input '{}'", value.name));
                filled.emplace_back(input.value, Datum(known));
            }
        } else if (const TensorType* type = asTensorType(value.type)) {
            Sizes sizes;
            auto bytes = static_cast<std::int64_t>(dtypeSize(type->dtype));
            bool empty = false;
            for (const SymInt& size : type->sizes) {
                WHITTLE_TRY(const std::int64_t known, size.evaluate(lookUp).context("choosing a size for input '{}'", value.name));
                if (known < 0) return fail(Code::Shape, "input '{}' of type {} has a negative size", value.name, type->text());
                if (__builtin_mul_overflow(bytes, std::max<std::int64_t>(known, 1), &bytes))
                    return fail(Code::Limit, "input '{}' of type {} is too large to fill", value.name, type->text());
                empty |= known == 0;
                sizes.push_back(known);
            }
            if (!empty && (__builtin_add_overflow(total, bytes, &total) || total > machineMemory()))
                return fail(Code::Limit, "filling the inputs up to '{}' ({}) takes more memory than this machine has ({} bytes)",
                            value.name, type->text(), machineMemory());
            const std::string& name = input.target.empty() ? value.name : input.target;
            const std::uint64_t own = Hasher().add(seed).add(std::string_view(name)).finish().low;
            filled.emplace_back(input.value, valuesFor(input, type->dtype, sizes, own));
        } else {
            continue;
        }
        ++(input.kind == InputKind::User ? users : weights);
    }
    for (auto& [id, datum] : filled) graph.setInputData(id, std::move(datum));
    std::vector<std::string> notes;
    if (weights > 0) notes.push_back(fmt::format("weights absent: {} filled from seed {}", weights, seed));
    if (users > 0) notes.push_back(fmt::format("example inputs absent: {} filled from seed {}", users, seed));
    return notes;
}

}  // namespace whittle
