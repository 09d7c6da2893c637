// What a function returns, as a template over the outputs of its graph, or as data.
#include "engine/capture/recorder.h"

#include <algorithm>

namespace whittle {
ResultTree FunctionRecorder::resultOf(const Variable& variable) {
    if (!variable.cell()) return {CallValue()};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    const auto output = [&](ValueId id) {
        m_out.graph.addOutput({.value = id});
        return ResultTree{ResultTree::Output{m_out.graph.outputs().size() - 1}};
    };
    if (const auto* v = cell.as<bool>()) return {CallValue(*v)};
    if (const auto* v = cell.as<double>()) return {CallValue(*v)};
    if (const auto* v = cell.as<std::string>()) return {CallValue(*v)};
    if (cell.as<SymCondition>()) return {CallValue(truth(variable))};
    if (const auto* v = cell.as<TensorCell>()) return output(v->id);
    if (const auto* v = cell.as<NumberCell>()) return output(v->id);
    if (const auto* v = cell.as<SymInt>()) {
        const SymInt simple = m_out.env.simplify(*v);
        if (const auto number = simple.constant()) return {CallValue(*number)};
        if (m_out.env.hint(simple)) return {m_out.env.named(simple)};
        return output(*argOf(simple).as<ValueId>());
    }
    if (const auto* v = cell.as<std::vector<Variable>>()) {
        ResultTree::List items;
        for (const Variable& item : *v) items.push_back(resultOf(item));
        return {std::move(items)};
    }
    if (const auto* v = cell.as<DictCell>()) {
        ResultTree::Dict items;
        for (const auto& [key, item] : *v) items.emplace_back(key, resultOf(item));
        return {std::move(items)};
    }
    return {CallValue()};
}

CallValue FunctionRecorder::dataOf(const Variable& variable) {
    if (!variable.cell()) return {};
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    if (const auto* v = cell.as<bool>()) return *v;
    if (const auto* v = cell.as<double>()) return *v;
    if (const auto* v = cell.as<std::string>()) return *v;
    if (const auto* v = cell.as<SymInt>()) return v->constantTerm();
    if (cell.as<SymCondition>()) return truth(variable);
    if (const auto* v = cell.as<TensorCell>()) {
        if (v->data) return *asTensor(*v->data);
        Sizes sizes;
        for (const SymInt& size : v->type.sizes) sizes.push_back(size.constantTerm());
        return std::make_shared<const TensorArg>(metaTensorArg(v->type.dtype, std::move(sizes)));
    }
    if (const auto* v = cell.as<NumberCell>()) {
        if (!v->data) leave(Error{Code::Unsupported, "a number that depends on data is unknown on device meta", {}});
        const Datum& datum = *v->data;
        if (const auto* number = std::get_if<std::int64_t>(&datum)) return *number;
        if (const auto* flag = std::get_if<bool>(&datum)) return *flag;
        return std::get<double>(datum);
    }
    if (const auto* v = cell.as<std::vector<Variable>>()) {
        CallValue::List items;
        for (const Variable& item : *v) items.push_back(dataOf(item));
        return items;
    }
    if (const auto* v = cell.as<DictCell>()) {
        CallValue::Dict items;
        for (const auto& [key, item] : *v) items.emplace_back(key, dataOf(item));
        return items;
    }
    return {};
}

}  // namespace whittle
