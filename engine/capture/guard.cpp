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

const TensorArg* tensorAt(const Source& source, std::span<const CallValue> values) {
    const CallValue* value = source.in(values);
    return value ? value->tensor() : nullptr;
}

// A rule is written once and asked in two ways: whether it holds, on every call, or why it does not, in words, which are made only then.
struct Whether {
    using Answer = bool;
    static constexpr bool kHolds = true;
    template <class Words>
    static bool fails(const Words&) { return false; }
};
struct Why {
    using Answer = std::optional<std::string>;
    static constexpr std::nullopt_t kHolds = std::nullopt;
    template <class Words>
    static Answer fails(const Words& words) { return words(); }
};

template <class Ask>
typename Ask::Answer globalState(const Guard& guard, const GuardedCall& call) {
    const GlobalState& want = std::get<GlobalState>(guard.want);
    if (want.matches(call.state)) return Ask::kHolds;
    return Ask::fails([&] { return "GLOBAL_STATE changed: " + want.changedFrom(call.state); });
}

template <class Ask>
typename Ask::Answer tensorMatch(const Guard& guard, const GuardedCall& call) {
    const TensorMatch& want = std::get<TensorMatch>(guard.want);
    const TensorArg* have = tensorAt(guard.source, call.values);
    if (!have || have->isParameter != want.isParameter)
        return Ask::fails([&] { return fmt::format("expected type of '{}' to be a tensor type, ' but found {}", guard.source.text, classText(guard.source.in(call.values))); });
    const auto mismatch = [&](std::string_view what, const auto& difference) {
        return Ask::fails([&] { return fmt::format("tensor '{}' {} mismatch{}{}", guard.source.text, what, difference(), want.isParameter ? kParameterAdvice : ""); });
    };
    const auto differ = [](const auto& expected, const auto& actual) { return [&] { return fmt::format(". expected {}, actual {}", expected, actual); }; };
    if (!want.keys.matches(have->device, call.state))
        return mismatch("dispatch key set", [&] {
            return fmt::format(". expected DispatchKeySet({}), actual DispatchKeySet({})", want.keys.text(), DispatchKeys(have->device, call.state).text());
        });
    if (have->dtype != want.dtype) return mismatch("dtype", [&] { return fmt::format(". expected {}, actual {}", scalarTypeName(want.dtype), scalarTypeName(have->dtype)); });
    if (have->device.index != want.deviceIndex) return mismatch("device index", differ(want.deviceIndex, have->device.index));
    if (have->requiresGrad != want.requiresGrad) return mismatch("requires_grad", [&] { return fmt::format(". expected requires_grad={}", want.requiresGrad ? 1 : 0); });
    const std::size_t rank = want.sizes.size(), given = have->sizes.size();
    if (given != rank) return mismatch("rank", differ(rank, given));
    const auto differsAt = [](const Sizes& wanted, const Sizes& found, std::size_t i) { return wanted[i] != TensorMatch::kAny && wanted[i] != found[i]; };
    const auto atIndex = [](std::size_t i, std::int64_t expected, std::int64_t actual) { return [=] { return fmt::format(" at index {}. expected {}, actual {}", i, expected, actual); }; };
    for (std::size_t i = 0; i < rank; ++i)
        if (differsAt(want.sizes, have->sizes, i)) return mismatch("size", atIndex(i, want.sizes[i], have->sizes[i]));
    for (std::size_t i = 0; i < rank; ++i)
        if (differsAt(want.strides, have->strides, i)) return mismatch("stride", atIndex(i, want.strides[i], have->strides[i]));
    return Ask::kHolds;
}

template <class Ask>
typename Ask::Answer noTensorAliasing(const Guard& guard, const GuardedCall& call) {
    constexpr std::size_t kFew = 32;  // looked at once each; of more, each pair is looked up
    const auto& sources = std::get<std::vector<Source>>(guard.want);
    std::array<const TensorArg*, kFew> few;  // NOLINT: only what was written is read
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const TensorArg* tensor = tensorAt(sources[i], call.values);
        if (i < kFew) few[i] = tensor;
        for (std::size_t k = 0; tensor && k < i; ++k)
            if ((k < kFew ? few[k] : tensorAt(sources[k], call.values)) == tensor)
                return Ask::fails([&] { return fmt::format("Duplicate tensors found: [\"{}\", \"{}\"]", sources[k].text, sources[i].text); });
    }
    return Ask::kHolds;
}

template <class Ask>
typename Ask::Answer defaultDevice(const Guard& guard, const GuardedCall& call) {
    if (std::get<GlobalState>(guard.want).defaultDevice == call.state.defaultDevice) return Ask::kHolds;
    return Ask::fails([&] { return guard.text; });
}

// Conditions on sizes stand in programs of their own: see GuardSet.
template <class Ask>
typename Ask::Answer elsewhere(const Guard&, const GuardedCall&) { return Ask::kHolds; }

// Of one value; its text says all there is to say.
using Rule = bool (*)(const Guard& guard, const CallValue& value, const GuardedCall& call);
template <class Ask, Rule rule>
typename Ask::Answer byText(const Guard& guard, const GuardedCall& call) {
    const CallValue* value = guard.source.in(call.values);
    if (value && rule(guard, *value, call)) return Ask::kHolds;
    return Ask::fails([&] { return guard.text; });
}

bool typeMatch(const Guard& guard, const CallValue& value, const GuardedCall&) { return value.typeName() == std::get<CallValue>(guard.want).typeName(); }
bool dynamicIndices(const Guard& guard, const CallValue& value, const GuardedCall&) { return value.tensor() && marksWithin(*value.tensor(), std::get<std::vector<int>>(guard.want)); }
bool objectAliasing(const Guard& guard, const CallValue& value, const GuardedCall& call) {
    return value.tensor() && tensorAt(std::get<std::vector<Source>>(guard.want).front(), call.values) == value.tensor();
}
bool equals(const Guard& guard, const CallValue& value, const GuardedCall&) { return sameValue(std::get<CallValue>(guard.want), value); }
bool length(const Guard& guard, const CallValue& value, const GuardedCall&) { return lengthOf(value) == std::get<std::size_t>(guard.want); }
bool dictKeys(const Guard& guard, const CallValue& value, const GuardedCall&) { return hasKeys(value, *std::get<CallValue>(guard.want).as<CallValue::List>()); }
bool isNan(const Guard&, const CallValue& value, const GuardedCall&) { return value.as<double>() && std::isnan(*value.as<double>()); }
bool isNotNan(const Guard&, const CallValue& value, const GuardedCall&) { return value.as<double>() && !std::isnan(*value.as<double>()); }

struct KindRow {
    GuardKind kind;
    std::string_view name;
    GuardCheck holds;
    std::optional<std::string> (*whyNot)(const Guard&, const GuardedCall&);
};
template <Rule rule>
constexpr KindRow rowOf(GuardKind kind, std::string_view name) { return {kind, name, byText<Whether, rule>, byText<Why, rule>}; }

constexpr std::array kKinds{
    KindRow{GuardKind::DefaultDevice, "DEFAULT_DEVICE", defaultDevice<Whether>, defaultDevice<Why>},
    KindRow{GuardKind::GlobalState, "GLOBAL_STATE", globalState<Whether>, globalState<Why>},
    rowOf<typeMatch>(GuardKind::TypeMatch, "TYPE_MATCH"),
    KindRow{GuardKind::TensorMatch, "TENSOR_MATCH", tensorMatch<Whether>, tensorMatch<Why>},
    rowOf<dynamicIndices>(GuardKind::DynamicIndices, "DYNAMIC_INDICES"),
    KindRow{GuardKind::NoTensorAliasing, "NO_TENSOR_ALIASING", noTensorAliasing<Whether>, noTensorAliasing<Why>},
    rowOf<objectAliasing>(GuardKind::ObjectAliasing, "OBJECT_ALIASING"),
    rowOf<equals>(GuardKind::EqualsMatch, "EQUALS_MATCH"),
    rowOf<equals>(GuardKind::IdMatch, "ID_MATCH"),
    rowOf<length>(GuardKind::LengthCheck, "LENGTH_CHECK"),
    rowOf<length>(GuardKind::DictLength, "DICT_LENGTH"),
    rowOf<dictKeys>(GuardKind::DictKeys, "DICT_KEYS"),
    rowOf<isNan>(GuardKind::FloatIsNan, "FLOAT_IS_NAN"),
    rowOf<isNotNan>(GuardKind::FloatIsNotNan, "FLOAT_IS_NOT_NAN"),
    KindRow{GuardKind::ShapeEnv, "SHAPE_ENV", elsewhere<Whether>, elsewhere<Why>},
};
static_assert([] {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
    return kKinds.size() == static_cast<std::size_t>(GuardKind::ShapeEnv) + 1;
}());

const KindRow& rowOf(GuardKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view guardKindName(GuardKind kind) { return rowOf(kind).name; }
GuardCheck checkOf(GuardKind kind) { return rowOf(kind).holds; }
std::optional<std::string> whyNot(const Guard& guard, const GuardedCall& call) { return rowOf(guard.kind).whyNot(guard, call); }

namespace {

// What a guard of a tensor asks about, in one form for what it wants and what it met.
std::string tensorText(const TensorMatch& tensor) {
    const auto list = [](const Sizes& values) {
        std::vector<std::string> out;
        for (const Index value : values) out.push_back(value == TensorMatch::kAny ? "any" : fmt::format("{}", value));
        return fmt::format("[{}]", fmt::join(out, ", "));
    };
    return fmt::format("{}, size {}, stride {}{}{}{}", dtypeName(tensor.dtype), list(tensor.sizes), list(tensor.strides), tensor.keys.device == "cpu" ? "" : ", device " + tensor.keys.device,
                       tensor.requiresGrad ? ", requires grad" : "", tensor.isParameter ? ", a parameter" : "");
}

}  // namespace

std::string seenBy(const Guard& guard, const GuardedCall& call) {
    const CallValue* value = guard.source.text.empty() ? nullptr : guard.source.in(call.values);
    if (!value) return {};
    const TensorArg* tensor = value->tensor();
    if (guard.kind != GuardKind::TensorMatch || !tensor) return value->text();
    return tensorText({.isParameter = tensor->isParameter, .keys = DispatchKeys(tensor->device, call.state), .dtype = tensor->dtype, .deviceIndex = tensor->device.index,
                       .requiresGrad = tensor->requiresGrad, .sizes = tensor->sizes, .strides = tensor->strides});
}

std::string wantedBy(const Guard& guard) {
    if (const auto* state = std::get_if<GlobalState>(&guard.want); state && guard.text.empty()) return "settings of the process as they were";
    if (guard.kind == GuardKind::IdMatch) return fmt::format("{} is {}", guard.source.text, std::get<CallValue>(guard.want).text());
    if (guard.kind == GuardKind::TypeMatch) return fmt::format("type({}) is {}", guard.source.text, std::get<CallValue>(guard.want).typeName());
    const auto* match = std::get_if<TensorMatch>(&guard.want);
    return match ? tensorText(*match) : guard.text;
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
