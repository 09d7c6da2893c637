// What needs data or a decision: conditions, items, and graph breaks, which end one recording and begin the next.
#include "engine/capture/recorder.h"

#include <algorithm>
#include <array>

#include "engine/capture/asserted_conditions.h"

namespace whittle {
namespace {

std::string_view comparisonOp(SymRelation relation) {
    constexpr std::pair<SymRelation, std::string_view> kOps[] = {{SymRelation::Eq, "_operator.eq"}, {SymRelation::Ne, "_operator.ne"},
                                                                 {SymRelation::Lt, "_operator.lt"}, {SymRelation::Le, "_operator.le"},
                                                                 {SymRelation::Gt, "_operator.gt"}, {SymRelation::Ge, "_operator.ge"}};
    return std::ranges::find(kOps, relation, &std::pair<SymRelation, std::string_view>::first)->second;
}

}  // namespace

void FunctionRecorder::breakGraph(std::string_view reason) {
    if (!isEager()) (void)breakWith(reason, {});
}

Variable FunctionRecorder::item(const Variable& tensor) {
    const Cell& cell = resolve(tensor);
    if (!isEager() && m_options.captureScalarOutputs) return call("aten._local_scalar_dense.default", {{"self", tensor}});
    const auto number = [](const Tensor& held) -> CallValue {
        if (held.numel() != 1) leave(Error{Code::Shape, fmt::format("a tensor of {} elements has no single item", held.numel()), {}});
        if (held.dtype() == DType::Bool) return held.flatInt(0) != 0;
        if (isIntegral(held.dtype())) return held.flatInt(0);
        return held.flat(0);
    };
    if (!isEager())
        return breakWith("Tensor.item", [&] {
            const TensorArg* now = cell.argument ? cell.argument->value->tensor() : nullptr;
            if (!now || !now->data.defined()) leave(Error{Code::Unsupported, "a tensor on device meta has no item", {}});
            return number(now->data);
        });
    const DatumRef data = cell.as<TensorCell>()->data;
    if (!data) leave(Error{Code::Unsupported, "a tensor on device meta has no item", {}});
    const CallValue value = number(*asTensor(*data));
    if (const bool* flag = value.as<bool>()) return made({*flag});
    if (const auto* integer = value.as<std::int64_t>()) return made({SymInt(*integer)});
    return made({*value.as<double>()});
}

bool FunctionRecorder::truth(const Variable& variable) {
    const Cell& cell = resolve(variable);
    if (cell.as<TensorCell>()) return static_cast<bool>(item(variable));
    if (cell.as<NumberCell>()) return numberOf(variable) != 0;
    SymCondition condition;
    if (const auto* asked = cell.as<SymCondition>()) condition = *asked;
    else if (const auto* number = cell.as<SymInt>()) condition = SymCondition::of(*number, SymRelation::Ne, 0);
    // A size without a hint is known to nobody before the part that comes before has run.
    const bool unknown = !isEager() && !env().known(condition) && (!env().hint(condition.left) || !env().hint(condition.right));
    if (unknown && m_runner)
        return static_cast<bool>(breakWith(fmt::format("Could not guard on data-dependent expression {}", condition.text()), [&]() -> CallValue {
            const CallValue& now = *cell.argument->value;
            return now.as<bool>() ? *now.as<bool>() : *now.as<std::int64_t>() != 0;
        }));
    return answered([&] {
        m_out.env.setCause(m_origin, {}, m_given);
        const bool answer = m_out.env.decide(condition);
        leaveOnUndecided();
        return answer ? 1 : 0;
    }) != 0;
}

void FunctionRecorder::leaveOnUndecided() {
    const auto& error = m_out.env.error();
    if (!error) return;
    if (!m_break) m_break = {error->message, m_origin};
    leave(*error);
}

std::int64_t FunctionRecorder::specialize(const Variable& number) {
    const SymInt size = *resolve(number).as<SymInt>();
    return answered([&] {
        m_out.env.setCause(m_origin, {}, m_given);
        const std::int64_t value = m_out.env.specialize(size);
        leaveOnUndecided();
        return value;
    });
}

double FunctionRecorder::numberOf(const Variable& number) {
    const NumberCell cell = *resolve(number).as<NumberCell>();
    if (isEager()) {
        if (!cell.data) leave(Error{Code::Unsupported, "a number that depends on data is unknown on device meta", {}});
        const Datum& datum = *cell.data;
        if (const auto* integer = std::get_if<std::int64_t>(&datum)) return static_cast<double>(*integer);
        if (const auto* flag = std::get_if<bool>(&datum)) return *flag ? 1 : 0;
        return std::get<double>(datum);
    }
    if (!cell.source) leave(Error{Code::Unsupported, "only a run knows this number: let tensors compute with it, or do not capture scalars", {}});
    const CallValue& value = *cell.source->in(m_values);
    const double now = *value.as<double>();
    guard(GuardKind::EqualsMatch, *cell.source, fmt::format("{} == {}", cell.source->text, value.text()), value);
    return now;
}

// The condition, if it is about what only a run knows.
const SymCondition* FunctionRecorder::undecidable(const Variable& condition) {
    const auto* asked = condition.cell() && !isEager() ? resolve(condition).as<SymCondition>() : nullptr;
    return asked && !(env().hint(asked->left) && env().hint(asked->right)) ? asked : nullptr;
}

void FunctionRecorder::assume(const Variable& condition, std::string_view message) {
    if (const SymCondition* asked = undecidable(condition)) {
        if (m_segment.recording) return;
        m_out.env.setCause(m_origin, {}, m_given);
        return m_out.env.assume(*asked);
    }
    if (!static_cast<bool>(condition)) leave(Error{Code::Run, fmt::format("{}", message), {}});
}

void FunctionRecorder::check(const Variable& condition, std::string_view message) {
    if (const SymCondition* asked = undecidable(condition); asked && records() && !env().known(*asked)) {
        OpBuilder build(m_out.graph, m_origin);
        auto holds = build.call(comparisonOp(asked->relation), {{"a", argOf(asked->left)}, {"b", argOf(asked->right)}}, {});
        if (!holds) leave(std::move(holds).error());
        const auto asserted = build.call("aten._assert_scalar.default", {{"self", Arg(holds->front())}, {"assert_msg", Arg(fmt::format("{}: {}", message, asked->text()))}}, {});
        if (!asserted) leave(asserted.error());
    }
    assume(condition, message);
}

// What a program asserts of sizes becomes guards: every call that they let through meets it. What only a run knows stays asserted as well.
void FunctionRecorder::guardAssertion() {
    const Node& node = m_out.graph.nodes().back();
    const Assertion asserted = assertedBy(m_out.graph, node);
    bool guarded = asserted.whole;
    for (const auto& [condition, by] : asserted.conditions) {
        m_out.env.setCause(m_origin, m_out.graph.position(by), m_given);
        if (!m_out.env.hint(condition.left) || !m_out.env.hint(condition.right)) {
            m_out.env.assume(condition);
            guarded = false;
        } else if (!m_out.env.decide(condition)) {
            leave(Error{Code::Run, fmt::format("assertion failed: {}", node.arg("assert_msg") ? *node.arg("assert_msg")->as<std::string>() : condition.text()), {}});
        }
    }
    if (guarded) m_out.graph.removeNodes(std::array{node.id});
}

// What this segment made and somebody still holds: the rest of the function may read it.
std::vector<std::shared_ptr<Cell>> FunctionRecorder::valuesToKeep() const {
    std::vector<std::shared_ptr<Cell>> out;
    for (const std::weak_ptr<Cell>& weak : m_cells) {
        auto cell = weak.lock();
        if (!cell || cell->argument) continue;
        const auto* size = cell->as<SymInt>();
        if (cell->as<TensorCell>() || cell->as<NumberCell>() || cell->as<SymCondition>() || (size && !size->isConstant())) out.push_back(std::move(cell));
    }
    return out;
}

// Nothing is decided for it: a condition is kept as its two sides.
ResultTree FunctionRecorder::treeToKeep(const Variable& variable) {
    const auto* condition = variable.cell()->as<SymCondition>();
    if (!condition) return resultOf(variable);
    const SymCondition sides = *condition;
    return {ResultTree::List{resultOf(made({sides.left})), resultOf(made({sides.right}))}};
}

Variable FunctionRecorder::breakWith(std::string_view reason, const std::function<CallValue()>& answer) {
    const GraphBreak here{std::string(reason), m_origin};
    if (!m_break) m_break = here;
    if (!m_runner) leave(Error{Code::Unsupported, fmt::format("graph break: {}", reason), {}});
    const auto kept = valuesToKeep();
    Result<std::vector<CallValue>> values;
    if (m_segment.recording) {
        values = m_runner->ranAgain();
    } else {
        ResultTree::List items;
        for (const auto& cell : kept) items.push_back(treeToKeep(Variable(cell)));
        m_out.result = {std::move(items)};
        m_out.graphBreak = here;
        m_names.clear();
        for (const auto& cell : kept) m_names.push_back(nameOf(*cell, m_out.graph));
        auto recording = finished();
        if (!recording) leave(std::move(recording).error());
        values = m_runner->ran(*std::move(recording));
    }
    if (!values) leave(std::move(values).error());
    if (m_segment.recording) {
        m_names.clear();
        for (const auto& cell : kept) m_names.push_back(nameOf(*cell, m_segment.recording->graph));
    }
    if (values->size() != kept.size())
        leave(Error{Code::Run, "the function holds other values at its graph break than when it was recorded: it must do the same for the same guards", {}});
    return moveOn(kept, *std::move(values), answer);
}

std::string FunctionRecorder::nameOf(const Cell& cell, const Graph& graph) {
    if (const auto* tensor = cell.as<TensorCell>()) return graph.value(tensor->id).name;
    if (const auto* number = cell.as<NumberCell>()) return graph.value(number->id).name;
    return "size";
}

// What is left of the arguments, and what was made, are the arguments of the rest.
Variable FunctionRecorder::moveOn(const std::vector<std::shared_ptr<Cell>>& kept, std::vector<CallValue> values, const std::function<CallValue()>& answer) {
    std::vector<std::shared_ptr<Cell>> cells;
    std::vector<RecorderInput> inputs;
    std::vector<CallValue> data;
    const auto add = [&](std::shared_ptr<Cell> cell, std::string text, std::string name, CallValue value) {
        cells.push_back(std::move(cell));
        inputs.push_back({std::move(text), std::move(name)});
        data.push_back(std::move(value));
    };
    for (const std::weak_ptr<Cell>& weak : m_cells)
        if (auto cell = weak.lock(); cell && cell->argument) {
            const LazyArgument& known = *cell->argument;
            add(cell, known.source.text, m_inputs[static_cast<std::size_t>(known.source.root)].name, *known.value);
        }
    const auto free = [&](const std::string& wanted) {
        std::string name = wanted;
        for (int again = 1; std::ranges::find(inputs, fmt::format("L['{}']", name), &RecorderInput::text) != inputs.end(); ++again) name = fmt::format("{}_{}", wanted, again);
        return name;
    };
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::string name = free(m_names[i]);
        // Of a condition its two sides.
        const auto* sides = values[i].as<CallValue::List>();
        CallValue value = sides ? kept[i]->as<SymCondition>()->holds(*(*sides)[0].as<std::int64_t>(), *(*sides)[1].as<std::int64_t>()) : std::move(values[i]);
        add(kept[i], fmt::format("L['{}']", name), name, std::move(value));
    }
    const auto point = [&] {
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i]->argument = LazyArgument{{.root = static_cast<int>(i), .steps = {}, .text = inputs[i].text}, &data[i]};
    };
    point();
    Variable answered;
    if (answer) {
        auto cell = std::make_shared<Cell>();
        cell->recorder = this;
        const std::string name = free("answer");
        add(cell, fmt::format("L['{}']", name), name, answer());
        answered = Variable(std::move(cell));
        point();
    }
    for (const auto& cell : cells) cell->state = *cell->argument;
    m_cells.assign(cells.begin(), cells.end());
    m_ownInputs = std::move(inputs);
    m_ownValues = std::move(data);
    m_inputs = m_ownInputs;
    m_values = m_ownValues;
    const auto next = m_runner->next(m_inputs, m_values);
    if (!next) leave(next.error());
    begin(*next);
    if (m_segment.recording && !m_segment.recording->graphBreak) throw FunctionDone{};  // nothing is left for it to do
    return answered;
}

}  // namespace whittle
