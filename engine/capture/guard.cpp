#include "engine/capture/guard.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace whittle {
namespace {

// PyTorch's C++ names, which its guards print.
std::string_view scalarTypeName(DType dtype) {
    switch (dtype) {
        case DType::Bool: return "Bool";
        case DType::U8: return "Byte";
        case DType::I8: return "Char";
        case DType::I16: return "Short";
        case DType::I32: return "Int";
        case DType::I64: return "Long";
        case DType::F16: return "Half";
        case DType::BF16: return "BFloat16";
        case DType::F32: return "Float";
        case DType::F64: return "Double";
        case DType::C64: return "ComplexFloat";
        case DType::C128: return "ComplexDouble";
        default: return dtypeName(dtype);
    }
}

constexpr std::string_view kParameterAdvice =
    ". Guard failed on a parameter, consider using torch._dynamo.config.force_parameter_static_shapes = False to allow dynamism on parameters.";

std::string classText(const CallValue* value) {
    if (!value) return "nothing";
    return fmt::format("<class '{}'>", value->typeName());
}

std::optional<std::string> tensorMismatch(const TensorMatch& want, const Source& source, const CallValue* value, const GlobalState& state) {
    const TensorArg* have = value ? value->tensor() : nullptr;
    if (!have || have->isParameter != want.isParameter)
        return fmt::format("expected type of '{}' to be a tensor type, ' but found {}", source.text, classText(value));
    const auto mismatch = [&](std::string_view what, const std::string& difference) {
        return fmt::format("tensor '{}' {} mismatch{}{}", source.text, what, difference, want.isParameter ? kParameterAdvice : "");
    };
    const auto differ = [](const auto& expected, const auto& actual) { return fmt::format(". expected {}, actual {}", expected, actual); };
    if (!want.keys.matches(have->device, state))
        return mismatch("dispatch key set", differ(fmt::format("DispatchKeySet({})", want.keys.text()),
                                                   fmt::format("DispatchKeySet({})", DispatchKeys(have->device, state).text())));
    if (have->dtype != want.dtype) return mismatch("dtype", differ(scalarTypeName(want.dtype), scalarTypeName(have->dtype)));
    if (have->device.index != want.deviceIndex) return mismatch("device index", differ(want.deviceIndex, have->device.index));
    if (have->requiresGrad != want.requiresGrad) return mismatch("requires_grad", fmt::format(". expected requires_grad={}", want.requiresGrad ? 1 : 0));
    if (have->sizes.size() != want.sizes.size()) return mismatch("rank", differ(want.sizes.size(), have->sizes.size()));
    const auto firstOther = [&](std::string_view what, const Sizes& wanted, const Sizes& given) -> std::optional<std::string> {
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (wanted[i] != TensorMatch::kAny && wanted[i] != given[i])
                return mismatch(what, fmt::format(" at index {}{}", i, differ(wanted[i], given[i])));
        return std::nullopt;
    };
    if (auto other = firstOther("size", want.sizes, have->sizes)) return other;
    return firstOther("stride", want.strides, have->strides);
}

// True, False and None: one object each in Python. Everything else by value and class.
bool sameValue(const CallValue& a, const CallValue& b) {
    if (a.value.index() != b.value.index()) return false;
    if (const auto* x = a.as<double>()) return *x == *b.as<double>() && std::signbit(*x) == std::signbit(*b.as<double>());
    if (const auto* x = a.as<std::int64_t>()) return *x == *b.as<std::int64_t>();
    if (const auto* x = a.as<bool>()) return *x == *b.as<bool>();
    if (const auto* x = a.as<std::string>()) return *x == *b.as<std::string>();
    return a.as<std::monostate>() != nullptr;
}

bool marksWithin(const TensorArg& tensor, const std::vector<int>& allowed) {
    for (std::size_t i = 0; i < tensor.marks.size(); ++i)
        if (tensor.marks[i].kind == DimMark::Kind::Dynamic && std::ranges::find(allowed, static_cast<int>(i)) == allowed.end()) return false;
    return true;
}

std::optional<std::size_t> lengthOf(const CallValue& value) {
    if (const auto* list = value.as<CallValue::List>()) return list->size();
    if (const auto* dict = value.as<CallValue::Dict>()) return dict->size();
    return std::nullopt;
}

bool hasKeys(const CallValue& value, const CallValue::List& keys) {
    const auto* dict = value.as<CallValue::Dict>();
    return dict && std::ranges::equal(*dict, keys, [](const auto& entry, const CallValue& key) { return entry.first == *key.as<std::string>(); });
}

std::optional<std::string> duplicateTensors(const std::vector<Source>& sources, std::span<const CallValue> values) {
    for (std::size_t i = 0; i < sources.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) {
            const CallValue *a = sources[k].in(values), *b = sources[i].in(values);
            if (a && b && a->tensor() && a->tensor() == b->tensor())
                return fmt::format("Duplicate tensors found: [\"{}\", \"{}\"]", sources[k].text, sources[i].text);
        }
    return std::nullopt;
}

}  // namespace

std::string_view guardKindName(GuardKind kind) {
    static constexpr std::array<std::string_view, 15> kNames{"DEFAULT_DEVICE", "GLOBAL_STATE", "TYPE_MATCH", "TENSOR_MATCH", "DYNAMIC_INDICES",
                                                             "NO_TENSOR_ALIASING", "OBJECT_ALIASING", "EQUALS_MATCH", "ID_MATCH", "LENGTH_CHECK",
                                                             "DICT_LENGTH", "DICT_KEYS", "FLOAT_IS_NAN", "FLOAT_IS_NOT_NAN", "SHAPE_ENV"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<std::string> whyNot(const Guard& guard, const GuardedCall& call) {
    const auto unless = [&](bool holds) { return holds ? std::nullopt : std::optional(guard.text); };
    if (guard.kind == GuardKind::GlobalState) {
        const GlobalState& want = std::get<GlobalState>(guard.want);
        const std::string changed = want.changedFrom(call.state);
        return changed.empty() ? std::nullopt : std::optional("GLOBAL_STATE changed: " + changed);
    }
    if (guard.kind == GuardKind::DefaultDevice) return unless(std::get<GlobalState>(guard.want).defaultDevice == call.state.defaultDevice);
    if (guard.kind == GuardKind::NoTensorAliasing) return duplicateTensors(std::get<std::vector<Source>>(guard.want), call.values);
    const CallValue* value = guard.source.in(call.values);
    if (guard.kind == GuardKind::TensorMatch) return tensorMismatch(std::get<TensorMatch>(guard.want), guard.source, value, call.state);
    if (!value) return guard.text;
    switch (guard.kind) {
        case GuardKind::TypeMatch: return unless(value->typeName() == std::get<CallValue>(guard.want).typeName());
        case GuardKind::DynamicIndices: return unless(value->tensor() && marksWithin(*value->tensor(), std::get<std::vector<int>>(guard.want)));
        case GuardKind::ObjectAliasing: {
            const CallValue* other = std::get<std::vector<Source>>(guard.want).front().in(call.values);
            return unless(other && value->tensor() && other->tensor() == value->tensor());
        }
        case GuardKind::EqualsMatch:
        case GuardKind::IdMatch: return unless(sameValue(std::get<CallValue>(guard.want), *value));
        case GuardKind::LengthCheck:
        case GuardKind::DictLength: return unless(lengthOf(*value) == std::get<std::size_t>(guard.want));
        case GuardKind::DictKeys: return unless(hasKeys(*value, *std::get<CallValue>(guard.want).as<CallValue::List>()));
        case GuardKind::FloatIsNan: return unless(value->as<double>() && std::isnan(*value->as<double>()));
        case GuardKind::FloatIsNotNan: return unless(value->as<double>() && !std::isnan(*value->as<double>()));
        default: return std::nullopt;
    }
}

std::string seenBy(const Guard& guard, const GuardedCall& call) {
    const CallValue* value = guard.source.text.empty() ? nullptr : guard.source.in(call.values);
    return value ? value->text() : std::string();
}

std::string wantedBy(const Guard& guard) {
    if (const auto* state = std::get_if<GlobalState>(&guard.want); state && guard.text.empty()) return "settings of the process as they were";
    if (guard.kind == GuardKind::IdMatch) return fmt::format("{} is {}", guard.source.text, std::get<CallValue>(guard.want).text());
    if (guard.kind == GuardKind::TypeMatch) return fmt::format("type({}) is {}", guard.source.text, std::get<CallValue>(guard.want).typeName());
    const auto* match = std::get_if<TensorMatch>(&guard.want);
    if (!match) return guard.text;
    const auto list = [](const Sizes& values) {
        std::vector<std::string> out;
        for (const Index value : values) out.push_back(value == TensorMatch::kAny ? "any" : fmt::format("{}", value));
        return fmt::format("[{}]", fmt::join(out, ", "));
    };
    return fmt::format("{}, size {}, stride {}{}{}", dtypeName(match->dtype), list(match->sizes), list(match->strides), match->requiresGrad ? ", requires grad" : "",
                       match->isParameter ? ", a parameter" : "");
}

std::optional<std::int64_t> SizeSource::in(std::span<const CallValue> values) const {
    const CallValue* value = source.in(values);
    if (!value) return std::nullopt;
    if (part == Part::Value) {
        const auto* number = value->as<std::int64_t>();
        return number ? std::optional(*number) : std::nullopt;
    }
    const TensorArg* tensor = value->tensor();
    if (!tensor || dim >= static_cast<int>(tensor->sizes.size())) return std::nullopt;
    return (part == Part::Size ? tensor->sizes : tensor->strides)[static_cast<std::size_t>(dim)];
}

}  // namespace whittle
