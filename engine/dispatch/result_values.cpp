#include "engine/dispatch/result_values.h"

#include <algorithm>

namespace whittle {
namespace {

Result<std::int64_t> sizeIn(const SymInt& size, const Recording& recording, std::span<const CallValue> values) {
    return size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = std::ranges::find(recording.sizes, name, &SizeSource::name);
        return found == recording.sizes.end() ? std::nullopt : found->in(values);
    });
}

// `leaf` makes a value of an output's index.
template <class Leaf>
Result<CallValue> build(const ResultTree& tree, const Recording& recording, std::span<const CallValue> values, const Leaf& leaf) {
    if (const auto* fixed = std::get_if<CallValue>(&tree.value)) return *fixed;
    if (const auto* output = std::get_if<ResultTree::Output>(&tree.value)) return leaf(output->index);
    if (const auto* size = std::get_if<SymInt>(&tree.value)) {
        WHITTLE_TRY(const std::int64_t value, sizeIn(*size, recording, values));
        return CallValue(value);
    }
    if (const auto* list = std::get_if<ResultTree::List>(&tree.value)) {
        CallValue::List items;
        for (const ResultTree& item : *list) {
            WHITTLE_TRY(CallValue value, build(item, recording, values, leaf));
            items.push_back(std::move(value));
        }
        return CallValue(std::move(items));
    }
    CallValue::Dict items;
    for (const auto& [key, item] : std::get<ResultTree::Dict>(tree.value)) {
        WHITTLE_TRY(CallValue value, build(item, recording, values, leaf));
        items.emplace_back(key, std::move(value));
    }
    return CallValue(std::move(items));
}

}  // namespace

bool isMetaCall(const Recording& recording, std::span<const CallValue> values) {
    return std::ranges::any_of(recording.inputs, [&](const Source& source) {
        const CallValue* value = source.root < 0 ? nullptr : source.in(values);
        return value && value->tensor() && !value->tensor()->data.defined();
    });
}

Result<std::vector<Datum>> inputData(const Recording& recording, std::span<const CallValue> values) {
    std::vector<Datum> out;
    for (const Source& source : recording.inputs) {
        if (source.root < 0) continue;  // the function's own
        const CallValue* value = source.in(values);
        if (!value) return fail(Code::Internal, "the call has no value for {}, though its guards hold", source.text);
        if (const TensorArg* tensor = value->tensor()) out.emplace_back(tensor->data);
        else if (const auto* integer = value->as<std::int64_t>()) out.emplace_back(*integer);
        else if (const auto* real = value->as<double>()) out.emplace_back(*real);
        else return fail(Code::Internal, "{} is no input of a graph", value->text());
    }
    return out;
}

Result<CallValue> resultValue(const Recording& recording, std::span<const CallValue> values, std::span<const Datum> outputs) {
    return build(recording.result, recording, values, [&](std::size_t index) -> Result<CallValue> {
        const Datum& datum = outputs[index];
        if (const Tensor* tensor = asTensor(datum)) return CallValue(*tensor);
        if (const auto* integer = std::get_if<std::int64_t>(&datum)) return CallValue(*integer);
        if (const auto* real = std::get_if<double>(&datum)) return CallValue(*real);
        if (const auto* flag = std::get_if<bool>(&datum)) return CallValue(*flag);
        return CallValue();
    });
}

Result<CallValue> metaResult(const Recording& recording, std::span<const CallValue> values) {
    return build(recording.result, recording, values, [&](std::size_t index) -> Result<CallValue> {
        const Arg& output = recording.graph.outputs()[index].value;
        const TensorType* type = output.as<ValueId>() ? asTensorType(recording.graph.type(*output.as<ValueId>())) : nullptr;
        if (!type) return fail(Code::Unsupported, "a number that depends on data is unknown on device meta");
        Sizes sizes;
        for (const SymInt& size : type->sizes) {
            WHITTLE_TRY(const std::int64_t value, sizeIn(recording.env.named(size), recording, values));
            sizes.push_back(value);
        }
        return CallValue(std::make_shared<const TensorArg>(metaTensorArg(type->dtype, std::move(sizes))));
    });
}

}  // namespace whittle
