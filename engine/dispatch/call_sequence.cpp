#include "engine/dispatch/call_sequence.h"

#include <algorithm>

#include "engine/capture/graph_function.h"
#include "engine/formats/tensor_fill.h"

namespace whittle {
namespace {

constexpr std::int64_t kMostElements = std::int64_t{1} << 33;

struct Parameter {
    std::string name;
    Type type;
    Datum example;
};

struct TensorShape {
    DType dtype = DType::F32;
    Sizes sizes;
};

std::vector<Parameter> parametersWithTypes(const Graph& graph) {
    std::vector<Parameter> out;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) out.push_back({graph.value(input.value).name, graph.type(input.value), input.data});
    return out;
}

std::optional<std::int64_t> hintOf(const Graph& graph, const SymInt& size) {
    const auto value = size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(name));
        if (found == graph.symbols.end()) return std::nullopt;
        return found->second.hint ? found->second.hint : found->second.min;
    });
    return value ? std::optional(*value) : std::nullopt;
}

CallValue withoutElements(const TensorShape& shape, Sizes strides, std::string device = "cpu") {
    TensorArg out = metaTensorArg(shape.dtype, shape.sizes, std::move(strides));
    out.device.type = std::move(device);
    return std::make_shared<const TensorArg>(std::move(out));
}
CallValue withoutElements(const TensorShape& shape) { return withoutElements(shape, contiguousStrides(shape.sizes)); }

Tensor drawn(const TensorShape& shape, std::uint64_t seed) {
    if (isFloating(shape.dtype))
        if (auto tensor = filled({.how = Fill::Uniform, .seed = seed}, shape.dtype, shape.sizes)) return *std::move(tensor);
    return Tensor::zeros(shape.dtype, shape.sizes);
}

Result<Sizes> integersOf(const Json& json, std::string_view what) {
    WHITTLE_TRY(const Json* list, asArray(json, what));
    Sizes out;
    for (const Json& item : *list) {
        WHITTLE_TRY(const std::int64_t value, asInt(item, what));
        if (value < 0) return fail(Code::Argument, "{} holds the negative size {}", what, value);
        out.push_back(value);
    }
    return out;
}

Result<void> checkCount(const Sizes& sizes, std::string_view what) {
    std::int64_t count = 1;
    for (const Index size : sizes)
        if (__builtin_mul_overflow(count, std::max<std::int64_t>(size, 1), &count) || count > kMostElements)
            return fail(Code::Limit, "{} is larger than {} elements", what, kMostElements);
    return {};
}

Result<Sizes> sizesOf(const Json& json, std::string_view what) {
    WHITTLE_TRY(Sizes out, integersOf(json, what));
    WHITTLE_TRY_VOID(checkCount(out, what));
    return out;
}

// "f32[4,8]"
Result<TensorShape> shapeOf(std::string_view text) {
    const auto bracket = text.find('[');
    const auto dtype = parseDType(text.substr(0, bracket));
    if (bracket == std::string_view::npos || !text.ends_with(']') || !dtype)
        return fail(Code::Format, "expected a tensor such as \"f32[4,8]\", got \"{}\"", text);
    WHITTLE_TRY(const Json sizes, parseJson(text.substr(bracket)));
    WHITTLE_TRY(Sizes list, sizesOf(sizes, text));
    return TensorShape{*dtype, std::move(list)};
}

Result<void> addMarks(TensorArg& tensor, const Json& object) {
    static constexpr std::array<std::pair<std::string_view, DimMark::Kind>, 4> kMarks{{{"mark_static", DimMark::Kind::Static},  // a later one wins, as in PyTorch
                                                                                       {"maybe_mark_dynamic", DimMark::Kind::MaybeDynamic},
                                                                                       {"mark_dynamic", DimMark::Kind::Dynamic},
                                                                                       {"mark_unbacked", DimMark::Kind::Unbacked}}};
    DimMark range{.kind = DimMark::Kind::Dynamic};
    for (const auto& [name, end] : {std::pair("min", &range.min), std::pair("max", &range.max)})
        if (const Json* value = optionalField(object, name)) {
            WHITTLE_TRY(*end, asInt(*value, name));
            if (!object.contains("mark_dynamic")) return fail(Code::Argument, "'{}' is of mark_dynamic, which the tensor does not have", name);
        }
    if (range.min && range.max && *range.min > *range.max) return fail(Code::Argument, "min is {}, which is more than max, {}", *range.min, *range.max);
    for (const auto& [key, kind] : kMarks) {
        const Json* dims = optionalField(object, key);
        if (!dims) continue;
        WHITTLE_TRY(const Json* list, asArray(*dims, key));
        for (const Json& item : *list) {
            WHITTLE_TRY(const std::int64_t dim, asInt(item, key));
            const DimMark mark = kind == DimMark::Kind::Dynamic ? range : DimMark{.kind = kind};
            WHITTLE_TRY_VOID(tensor.setMark(static_cast<int>(std::clamp<std::int64_t>(dim, -(1 << 16), 1 << 16)), mark));
        }
    }
    return {};
}

Result<CallValue> tensorFrom(const Json& object, const TensorShape& declared) {
    static constexpr std::array<std::string_view, 11> kKeys{"shape", "dtype", "stride", "device", "requires_grad", "mark_dynamic", "min", "max",
                                                            "maybe_mark_dynamic", "mark_static", "mark_unbacked"};
    for (const auto& [key, value] : object.items())
        if (std::ranges::find(kKeys, key) == kKeys.end())
            return fail(Code::Format, "a tensor has no '{}'; it may have {}", key, fmt::join(kKeys, ", "));
    TensorShape shape = declared;
    if (const Json* sizes = optionalField(object, "shape")) {
        WHITTLE_TRY(shape.sizes, sizesOf(*sizes, "shape"));
    }
    if (const Json* dtype = optionalField(object, "dtype")) {
        WHITTLE_TRY(const std::string name, asString(*dtype, "dtype"));
        const auto known = parseDType(name);
        if (!known) return fail(Code::Format, "'{}' is no dtype; expected one such as f32 or i64", name);
        shape.dtype = *known;
    }
    Sizes strides = contiguousStrides(shape.sizes);
    if (const Json* given = optionalField(object, "stride")) {
        WHITTLE_TRY(strides, integersOf(*given, "stride"));
        if (strides.size() != shape.sizes.size()) return fail(Code::Shape, "stride has {} items, shape has {}", strides.size(), shape.sizes.size());
    }
    std::string device = "cpu";
    if (const Json* given = optionalField(object, "device")) {
        WHITTLE_TRY(device, asString(*given, "device"));
        if (device != "cpu" && device != "meta") return fail(Code::Unsupported, "tensors of calls lie on cpu or meta, not on {}", device);
    }
    std::int64_t span = 1;
    for (std::size_t i = 0; i < shape.sizes.size(); ++i)
        if (std::int64_t reach = 0; __builtin_mul_overflow(std::max<Index>(shape.sizes[i], 1) - 1, strides[i], &reach) ||
                                    __builtin_add_overflow(span, reach, &span) || span > kMostElements)
            return fail(Code::Limit, "the tensor spans more than {} elements", kMostElements);
    TensorArg tensor = *withoutElements(shape, std::move(strides), std::move(device)).tensor();
    if (const Json* flag = optionalField(object, "requires_grad")) {
        WHITTLE_TRY(tensor.requiresGrad, asBool(*flag, "requires_grad"));
    }
    WHITTLE_TRY_VOID(addMarks(tensor, object));
    return CallValue(std::make_shared<const TensorArg>(std::move(tensor)));
}

Result<TensorShape> declaredShape(const Parameter& parameter, const Graph& graph) {
    const TensorType* type = asTensorType(parameter.type);
    if (!type) return fail(Code::Type, "it is {}, not a tensor", typeText(parameter.type));
    TensorShape out{type->dtype, {}};
    for (const SymInt& size : type->sizes) {
        const auto value = hintOf(graph, size);
        if (!value) return fail(Code::NotFound, "the size {} of {} has no example value: give the call its shape", size.text(), typeText(parameter.type));
        out.sizes.push_back(*value);
    }
    WHITTLE_TRY_VOID(checkCount(out.sizes, typeText(parameter.type)));
    return out;
}

// Of one element, whatever its sizes and strides say.
CallValue withoutMemory(const TensorShape& shape) {
    TensorArg out = tensorArg(Tensor::zeros(shape.dtype, {}).asStrided(shape.sizes, Sizes(shape.sizes.size(), 0), 0));
    out.strides = contiguousStrides(shape.sizes);
    return std::make_shared<const TensorArg>(std::move(out));
}

// Nothing where it has elements, or can have none.
std::optional<TensorArg> drawnFor(const TensorArg& tensor, std::uint64_t seed) {
    if (tensor.data.defined() || tensor.device.type != "cpu") return std::nullopt;
    TensorArg out = tensor;
    std::int64_t span = 1;
    for (std::size_t i = 0; i < tensor.sizes.size(); ++i) span += (std::max<Index>(tensor.sizes[i], 1) - 1) * tensor.strides[i];
    const bool isDense = tensor.strides == contiguousStrides(tensor.sizes);
    out.data = isDense ? drawn({tensor.dtype, tensor.sizes}, seed) : drawn({tensor.dtype, {span}}, seed).asStrided(tensor.sizes, tensor.strides, 0);
    return out;
}

using MakeTensor = std::function<CallValue(const TensorShape&)>;

Result<CallValue> defaultValue(const Parameter& parameter, const Graph& graph, const MakeTensor& make) {
    if (const Tensor* tensor = asTensor(parameter.example)) return CallValue(*tensor);
    if (const auto* integer = std::get_if<std::int64_t>(&parameter.example)) return CallValue(*integer);
    if (const auto* real = std::get_if<double>(&parameter.example)) return CallValue(*real);
    if (const auto* flag = std::get_if<bool>(&parameter.example)) return CallValue(*flag);
    if (const NumberType* number = asNumberType(parameter.type)) {
        const auto value = number->kind == NumberType::Kind::Int ? hintOf(graph, number->expr) : std::nullopt;
        if (!value) return fail(Code::NotFound, "the call must say it");
        return CallValue(*value);
    }
    WHITTLE_TRY(const TensorShape shape, declaredShape(parameter, graph));
    return make(shape);
}

using Named = std::vector<std::pair<std::string, CallValue>>;

Result<CallValue> valueFrom(const Json& json, const Parameter& parameter, const Graph& graph, const Named& before) {
    const bool isTensor = asTensorType(parameter.type) != nullptr;
    if (json.is_object()) {
        if (const Json* other = optionalField(json, "same_as")) {
            WHITTLE_TRY(const std::string name, asString(*other, "same_as"));
            const auto found = std::ranges::find(before, name, &std::pair<std::string, CallValue>::first);
            if (found == before.end()) return fail(Code::Argument, "same_as names '{}', which is no earlier argument", name);
            return found->second;
        }
        TensorShape declared;
        if (!json.contains("shape") || !json.contains("dtype")) {
            auto known = declaredShape(parameter, graph);
            if (!known && !json.contains("shape")) return std::unexpected(std::move(known).error());
            if (known) declared = *std::move(known);
            else if (const TensorType* type = asTensorType(parameter.type)) declared.dtype = type->dtype;
        }
        return tensorFrom(json, declared);
    }
    if (json.is_array() && isTensor) {
        WHITTLE_TRY(Sizes sizes, sizesOf(json, "the shape"));
        return withoutElements({asTensorType(parameter.type)->dtype, std::move(sizes)});
    }
    if (json.is_string() && isTensor) {
        WHITTLE_TRY(const TensorShape shape, shapeOf(json.get<std::string>()));
        return withoutElements(shape);
    }
    if (json.is_boolean()) return CallValue(json.get<bool>());
    if (json.is_number_integer()) {
        WHITTLE_TRY(const std::int64_t value, asInt(json, "the number"));
        return CallValue(value);
    }
    if (json.is_number()) return CallValue(json.get<double>());
    if (json.is_string()) return CallValue(json.get<std::string>());
    if (json.is_null()) return CallValue();
    return fail(Code::Format, "expected {}, found {}", isTensor ? "a tensor such as \"f32[4,8]\"" : "a number", describeJson(json));
}

template <class ValueOf>
Result<SequencedCall> callOf(const std::vector<Parameter>& parameters, const ValueOf& valueOf) {
    SequencedCall out;
    Named named;
    std::vector<std::string> texts;
    for (const Parameter& parameter : parameters) {
        Result<CallValue> made = valueOf(parameter, named);
        if (!made) return std::unexpected(std::move(made).context("reading the argument '{}'", parameter.name).error());
        texts.push_back(fmt::format("{}={}", parameter.name, made->text()));
        named.emplace_back(parameter.name, *made);
        out.arguments.push_back(*std::move(made));
    }
    out.text = fmt::format("{}", fmt::join(texts, ", "));
    return out;
}

Result<SequencedCall> callFrom(const Json& json, const std::vector<Parameter>& parameters, const Graph& graph) {
    WHITTLE_TRY(const Json* given, asObject(json, "a call"));
    for (const auto& [key, value] : given->items())
        if (std::ranges::find(parameters, key, &Parameter::name) == parameters.end()) {
            std::vector<std::string> names;
            for (const Parameter& parameter : parameters) names.push_back(parameter.name);
            return fail(Code::Argument, "the program has no input '{}'; it has {}", key, fmt::join(names, ", "));
        }
    return callOf(parameters, [&](const Parameter& parameter, const Named& before) {
        const Json* value = given->contains(parameter.name) ? &given->at(parameter.name) : nullptr;
        return value ? valueFrom(*value, parameter, graph, before) : defaultValue(parameter, graph, [](const TensorShape& shape) { return withoutElements(shape); });
    });
}

}  // namespace

Result<SequencedCall> exampleCall(const Graph& graph) {
    return callOf(parametersWithTypes(graph), [&](const Parameter& parameter, const Named&) { return defaultValue(parameter, graph, withoutMemory); });
}

std::vector<CallValue> withElements(const SequencedCall& call) {
    std::map<const TensorArg*, TensorRef> known;
    std::vector<CallValue> out = call.arguments;
    for (CallValue& value : out) {
        const TensorArg* bare = value.tensor();
        if (!bare) continue;
        TensorRef& made = known[bare];
        if (!made)
            if (auto drawn = drawnFor(*bare, call.seed)) made = std::make_shared<const TensorArg>(*std::move(drawn));
        if (made) value = made;
    }
    return out;
}

Result<std::vector<SequencedCall>> parseCalls(const Json& json, const Graph& graph, std::uint64_t seed) {
    const Json* list = json.is_object() ? optionalField(json, "calls") : &json;
    if (!list) return fail(Code::Format, "expected {{\"calls\": [...]}} or a list of calls");
    for (const auto& [key, value] : json.items())
        if (json.is_object() && key != "calls" && key != "dynamic") return fail(Code::Format, "beside \"calls\" may stand \"dynamic\", not '{}'", key);
    WHITTLE_TRY(const Json* calls, asArray(*list, "the calls"));
    if (calls->empty()) return fail(Code::Argument, "there is no call in it");
    const std::vector<Parameter> parameters = parametersWithTypes(graph);
    std::vector<SequencedCall> out;
    for (const Json& call : *calls) {
        auto made = callFrom(call, parameters, graph);
        if (!made) return std::unexpected(std::move(made).context("reading call {}", out.size()).error());
        made->seed = seed;
        out.push_back(*std::move(made));
    }
    return out;
}

}  // namespace whittle
