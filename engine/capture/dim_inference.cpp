#include "engine/capture/dim_inference.h"

#include <algorithm>

#include "engine/capture/graph_function.h"
#include "engine/ir/affine_size.h"
#include "engine/ir/sym_interval.h"

namespace whittle {
namespace {

// Of conditions that hold because the user says so.
const OriginRef& statedOrigin() {
    static const OriginRef kStated = std::make_shared<const Origin>();
    return kStated;
}

DimMark markOf(const DimSpec& said) {
    if (said.kind == DimSpec::Kind::Static || said.kind == DimSpec::Kind::Int) return {.kind = DimMark::Kind::Static};
    DimMark mark{.kind = DimMark::Kind::MaybeDynamic};
    if (said.hasName()) {
        const SymRange range = said.ownRange();
        mark.min = range.min;
        mark.max = range.max;
    }
    return mark;
}

// The example with its tensors marked, each one a tensor of its own.
CallValue marked(const CallValue& value, std::vector<DimInput>::const_iterator& next) {
    if (const auto* list = value.as<CallValue::List>()) {
        CallValue::List out;
        for (const CallValue& item : *list) out.push_back(marked(item, next));
        return out;
    }
    if (const auto* dict = value.as<CallValue::Dict>()) {
        CallValue::Dict out;
        for (const auto& [key, item] : *dict) out.emplace_back(key, marked(item, next));
        return out;
    }
    const DimInput& input = *next++;
    if (!value.tensor()) return value;
    TensorArg tensor = *value.tensor();
    tensor.marks.clear();
    for (const DimSpec& dim : input.dims) tensor.marks.push_back(markOf(dim));
    return std::make_shared<const TensorArg>(std::move(tensor));
}

// Symbols are numbered in the order of the arguments, not in that of their use.
void look(const Variable& variable, const CallValue& value, std::vector<Variable>& tensors) {
    if (const auto* list = value.as<CallValue::List>()) {
        for (std::size_t i = 0; i < list->size(); ++i) look(variable[i], (*list)[i], tensors);
    } else if (const auto* dict = value.as<CallValue::Dict>()) {
        for (const auto& [key, item] : *dict) look(variable.at(key), item, tensors);
    } else {
        if (value.tensor()) (void)variable.rank();
        tensors.push_back(variable);
    }
}

// What the user says of names becomes conditions like those that the program asks, after those.
void state(FunctionRecorder& recorder, std::span<const DimInput> inputs, const std::vector<Variable>& tensors) {
    recorder.at(statedOrigin());
    std::map<std::string, Variable> roots;
    const auto each = [&](DimSpec::Kind kind, const auto& visit) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            for (std::size_t d = 0; d < inputs[i].dims.size(); ++d)
                if (inputs[i].dims[d].kind == kind) visit(inputs[i].dims[d], tensors[i].size(static_cast<int>(d)));
    };
    each(DimSpec::Kind::Named, [&](const DimSpec& dim, const Variable& size) {
        const auto [root, fresh] = roots.try_emplace(dim.name, size);
        if (!fresh) recorder.check(size == root->second, "one name, two sizes");
    });
    each(DimSpec::Kind::Derived, [&](const DimSpec& dim, const Variable& size) {
        auto root = roots.find(dim.name);
        if (root == roots.end()) {
            const std::int64_t value = *exampleOf(inputs, dim.name);
            const std::int64_t least = value < 2 ? 0 : 2;
            root = roots.emplace(dim.name, recorder.root(value, {std::max(least, dim.range.min.value_or(0)), dim.range.max})).first;
        }
        recorder.check(size == root->second * dim.factor + dim.rest, "a size that is not of the form said");
    });
}

// What a file declares of its inputs' sizes: ranges, and sizes that are equal or derived. Numbers are left to the nodes that need them.
void stateDeclared(FunctionRecorder& recorder, const Graph& graph, std::span<const Variable> arguments) {
    static const OriginRef kDeclared = [] {
        Origin origin;
        origin.code = "declared in the file";
        return std::make_shared<const Origin>(std::move(origin));
    }();
    recorder.at(kDeclared);  // after the program: what it asks itself names its own line
    std::map<std::string, Variable> symbols;
    std::vector<std::pair<AffineSize, Variable>> derived;
    std::size_t next = 0;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind != InputKind::User) continue;
        const Variable& argument = arguments[next++];
        const TensorType* type = asTensorType(graph.type(input.value));
        if (!type || !argument.isTensor() || argument.rank() != type->rank()) continue;
        for (int d = 0; d < type->rank(); ++d) {
            const auto size = affineSize(type->sizes[static_cast<std::size_t>(d)]);
            if (!size) continue;
            if (size->factor != 1 || size->rest != 0) {
                derived.emplace_back(*size, argument.size(d));
                continue;
            }
            const auto [first, fresh] = symbols.try_emplace(size->symbol, argument.size(d));
            if (!fresh) recorder.check(argument.size(d) == first->second, "sizes that the file declares to be equal are not");
        }
    }
    for (const auto& [size, variable] : derived)
        if (const auto root = symbols.find(size.symbol); root != symbols.end())
            recorder.check(variable == root->second * size.factor + size.rest, "a size is not derived from another as the file declares");
    for (const auto& [name, variable] : symbols) {
        const auto info = graph.symbols.find(name);
        if (info == graph.symbols.end()) continue;
        const SymRange range = acceptedRange(info->second);
        if (range.min && *range.min > 0) recorder.check(variable >= *range.min, "a size is smaller than the file declares");
        if (range.max) recorder.check(variable <= *range.max, "a size is larger than the file declares");
    }
}

// Sizes begin at 2, and calls with 0 and 1 are checked all the same.
SymRanges fromZero(SymRanges ranges) {
    for (auto& [name, range] : ranges)
        if (!name.starts_with('u') && range.min == 2) range.min = 0;
    return ranges;
}

// "ids.shape[0]" for the symbol that was made of it.
SymCondition overSources(const DimInference& inference, const SymCondition& condition) {
    const ShapeEnv& env = inference.recording.env;
    return condition.substitute([&](std::string_view name) -> std::optional<SymInt> {
        for (const DimInput& input : inference.inputs)
            for (std::size_t d = 0; d < input.dims.size(); ++d) {
                const auto symbol = std::ranges::find(env.symbols(), name, &SymbolRecord::name);
                if (symbol != env.symbols().end() && std::ranges::find(symbol->sources, input.sizeText(d)) != symbol->sources.end())
                    return SymInt::symbol(fmt::format("{}.shape[{}]", input.nameFrom(inference.parameters), d));
            }
        return std::nullopt;
    });
}

class Concluding {
public:
    explicit Concluding(DimInference& out) : m_out(out), m_env(out.recording.env) {}

    void conclude() {
        for (const DimInput& input : m_out.inputs) {
            std::vector<DimConclusion> dims;
            for (std::size_t d = 0; d < input.dims.size(); ++d) dims.push_back(conclusionOf(input, d));
            m_out.dims.push_back(std::move(dims));
        }
        deriveRanges();
        for (const auto& dims : m_out.dims)
            for (const DimConclusion& dim : dims)
                if (dim.isDynamic()) setRange(dim.size, dim.range);
        for (const auto& dims : m_out.dims)
            for (const DimConclusion& dim : dims)
                for (const std::string& name : dim.size.symbols()) addRange(SymInt::symbol(name));
        for (const auto& [name, range] : m_env.ranges())
            if (name.starts_with('u')) addRange(SymInt::symbol(name));
        for (const ShapeFact& fact : m_env.facts()) addCondition(fact, false);
        for (const ShapeFact& fact : m_env.answeredByLeastSize()) addCondition(fact, true);
        std::ranges::stable_partition(m_out.conditions, [](const DimCondition& each) { return !each.ofSmallSizes; });  // few calls break the others
    }

private:
    DimCause causeOf(std::size_t fact) const { return whittle::causeOf(m_out, m_env.facts()[fact]); }

    void addCauses(std::string_view symbol, std::vector<DimCause>& out) const {
        const auto fact = m_env.replacementCause(symbol);
        if (!fact) return;
        out.push_back(causeOf(*fact));
        for (const std::string& next : m_env.replacements().find(symbol)->second.symbols()) addCauses(next, out);
    }

    DimConclusion conclusionOf(const DimInput& input, std::size_t d) const {
        DimConclusion out;
        out.said = input.dims[d];
        out.example = input.example.tensor()->sizes[d];
        const std::string source = input.sizeText(d);
        const auto symbol = std::ranges::find_if(m_env.symbols(), [&](const SymbolRecord& record) {
            return std::ranges::find(record.sources, source) != record.sources.end();
        });
        out.size = symbol == m_env.symbols().end() ? SymInt(out.example) : m_env.simplify(SymInt::symbol(symbol->name));
        if (symbol != m_env.symbols().end()) addCauses(symbol->name, out.because);
        if (!out.isDynamic()) {
            out.range = {out.size.constant(), out.size.constant()};
            return out;
        }
        for (const std::string& name : out.size.symbols()) {
            const RangeCause cause = m_env.rangeCause(name);
            if (cause.min) out.min = causeOf(*cause.min);
            if (cause.max) out.max = causeOf(*cause.max);
        }
        out.range = intervalOf(out.size, m_env.ranges());
        if (out.said.hasName()) {  // as declared, but where the program says less
            const SymRange declared = out.said.ownRange();
            if (!out.min || out.min->stated) out.range.min = declared.min;
            if (!out.max || out.max->stated) out.range.max = declared.max;
        }
        return out;
    }

    // A name that turned out to be derived has no values but those that follow from what it is derived from.
    void deriveRanges() {
        SymRanges shown = m_env.ranges();
        const auto each = [&](bool derived, const auto& visit) {
            for (auto& dims : m_out.dims)
                for (DimConclusion& dim : dims)
                    if (dim.isDynamic() && dim.said.kind == DimSpec::Kind::Named && dim.size.symbolName().has_value() != derived) visit(dim);
        };
        each(false, [&](const DimConclusion& dim) { shown[*dim.size.symbolName()] = dim.range; });
        each(true, [&](DimConclusion& dim) {
            const SymRange follows = intervalOf(dim.size, shown);
            if (follows.min) dim.range.min = std::max(*follows.min, dim.range.min.value_or(*follows.min));
            if (follows.max) dim.range.max = std::min(*follows.max, dim.range.max.value_or(*follows.max));
        });
    }

    void setRange(const SymInt& size, const SymRange& range) {
        const auto known = std::ranges::find(m_out.ranges, size, &std::pair<SymInt, SymRange>::first);
        if (known != m_out.ranges.end()) known->second = range;
        else m_out.ranges.emplace_back(size, range);
    }
    void addRange(const SymInt& size) {
        if (std::ranges::find(m_out.ranges, size, &std::pair<SymInt, SymRange>::first) == m_out.ranges.end()) m_out.ranges.emplace_back(size, intervalOf(size, m_env.ranges()));
    }

    // What run-time checks of single sizes do not answer already.
    void addCondition(const ShapeFact& fact, bool ofSmallSizes) {
        const SymRanges checked = fromZero(m_env.ranges());
        const SymCondition simple = withoutCommonFactors(m_env.simplify(fact.condition), ofSmallSizes ? checked : m_env.ranges());
        if (decidedByRanges(simple, checked)) return;
        const auto same = [&](const DimCondition& known) { return known.condition == simple; };
        if (std::ranges::any_of(m_out.conditions, same)) return;
        const auto hinted = m_env.hint(simple.left) && m_env.hint(simple.right);
        m_out.conditions.push_back({.condition = simple, .cause = whittle::causeOf(m_out, fact, ofSmallSizes), .onlyARunKnows = !hinted, .ofSmallSizes = ofSmallSizes || decidedByRanges(simple, m_env.ranges()).has_value()});
    }

    DimInference& m_out;
    const ShapeEnv& m_env;
};

}  // namespace

DimProgram dimProgramOf(std::shared_ptr<const Graph> graph, CancelToken cancel) {
    DimProgram out{.name = graph->name, .parameters = parametersOf(*graph), .run = {}};
    out.run = [graph, run = functionOf(graph, std::move(cancel))](FunctionRecorder& recorder, std::span<const Variable> arguments) {
        Variable result = run(recorder, arguments);
        stateDeclared(recorder, *graph, arguments);
        return result;
    };
    return out;
}

DimCause causeOf(const DimInference& inference, const ShapeFact& fact, bool ofSmallSizes) {
    const ShapeEnv& env = inference.recording.env;
    const SymCondition named = overSources(inference, withoutCommonFactors(fact.condition, ofSmallSizes ? fromZero(env.ranges()) : env.ranges()));
    DimCause out{.condition = fmt::format("{} {} {}", named.left.text(), relationText(named.relation), named.right.text()), .node = {}, .op = {}, .given = fact.given, .origin = fact.cause, .stated = fact.cause == statedOrigin()};
    const auto nodes = inference.recording.graph.nodes();
    if (fact.node && *fact.node < nodes.size()) {
        const Node& node = nodes[*fact.node];
        out.op = node.op;
        out.node = !node.name.empty() || node.outputs.empty() ? node.name : inference.recording.graph.value(node.outputs.front()).name;
    }
    return out;
}

std::string DimCause::text() const {
    if (stated) return "what you said";
    std::string out = node.empty() && op.empty() ? std::string() : node.empty() ? op : fmt::format("{} ({})", node, op);
    if (origin && !origin->where().empty()) out += fmt::format("{}{}", out.empty() ? "" : " at ", origin->where());
    if (origin && !origin->code.empty()) out += fmt::format("{}{}", out.empty() ? "" : ": ", origin->code);
    return out.empty() ? "the function's own code" : out;
}

std::string_view DimConclusion::stateText() const {
    if (!isDynamic()) return isSpecialized() ? "specialised" : "static";
    return size.symbolName() ? "dynamic" : "derived";
}

std::vector<DimCause> DimConclusion::causes() const {
    std::vector<DimCause> out;
    const auto add = [&](const DimCause& cause) {
        if (std::ranges::find(out, cause) == out.end()) out.push_back(cause);
    };
    std::ranges::for_each(because, add);
    if (min) add(*min);
    if (max) add(*max);
    return out;
}

Result<DimInference> inferDims(const DimProgram& program, std::span<const CallValue> example, const ShapeSpec& spec) {
    DimInference out;
    out.program = program.name;
    out.parameters = program.parameters;
    WHITTLE_TRY(out.inputs, dimInputs(program.parameters, example, spec));
    std::vector<CallValue> values;
    auto next = out.inputs.cbegin();
    for (const CallValue& value : example) values.push_back(marked(value, next));
    std::vector<RecorderInput> names;
    for (const std::string& name : program.parameters) names.push_back({fmt::format("L['{}']", name), name});
    const GlobalState globals;
    DynamicHistory history;
    FunctionRecorder recorder({.how = NextSegment::How::Record, .history = &history}, names, values, globals, {.dynamic = Dynamic::Never, .automaticDynamic = false, .captureScalarOutputs = true});
    const CapturedFn stated = [&](FunctionRecorder& to, std::span<const Variable> arguments) {
        std::vector<Variable> tensors;
        for (std::size_t i = 0; i < arguments.size(); ++i) look(arguments[i], values[i], tensors);
        Variable result = program.run(to, arguments);
        to.deduce();
        state(to, out.inputs, tensors);
        return result;
    };
    WHITTLE_TRY(FunctionEnd end, recorder.run(stated, nullptr));
    out.recording = *std::move(end.recording);
    Concluding(out).conclude();
    findDimConflicts(out);
    return out;
}

}  // namespace whittle
