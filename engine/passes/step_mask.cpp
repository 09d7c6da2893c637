#include "engine/passes/step_mask.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

constexpr int kMostDepth = 24, kMostReads = 2000;
constexpr Index kMostElements = Index{1} << 22;  // of a weight that is looked through

// row * i + column * j + constant
struct Positions {
    std::int64_t row = 0, column = 0, constant = 0;
};

using Seen = std::variant<StepMask, Positions>;
using Found = std::optional<Seen>;

bool dependsOnRow(const Seen& seen) {
    const auto* positions = std::get_if<Positions>(&seen);
    return positions ? positions->row != 0 : !std::get<StepMask>(seen).isUniform();
}
bool dependsOnColumn(const Seen& seen) {
    const auto* positions = std::get_if<Positions>(&seen);
    return positions ? positions->column != 0 : !std::get<StepMask>(seen).isUniform();
}

Seen uniform(double value) { return StepMask{0, value, value}; }

// Pointwise of two that step at one place, or of which one is the same everywhere.
template <class F>
Found together(const StepMask& a, const StepMask& b, F&& f) {
    if (!a.isUniform() && !b.isUniform() && a.at != b.at) return std::nullopt;
    return StepMask{a.isUniform() ? b.at : a.at, f(a.upTo, b.upTo), f(a.beyond, b.beyond)};
}

// Flags: whether positions are less than `limit`.
Found isBelow(const Positions& p, std::int64_t limit) {
    if (p.column == 1 && p.row == -1) return StepMask{limit - p.constant - 1, 1, 0};   // j - i <= limit - constant - 1
    if (p.column == -1 && p.row == 1) return StepMask{p.constant - limit, 0, 1};       // j - i > constant - limit
    return std::nullopt;
}

Found inverted(const Found& flags) {
    const auto* step = flags ? std::get_if<StepMask>(&*flags) : nullptr;
    if (!step) return std::nullopt;
    return StepMask{step->at, step->upTo == 0 ? 1.0 : 0.0, step->beyond == 0 ? 1.0 : 0.0};
}

// Of a weight that holds such a mask.
template <class T>
Found readElements(const T* elements, Index planes, Index rows, Index columns) {
    const auto at = [&](Index i, Index j) { return static_cast<double>(elements[i * columns + j]); };
    StepMask step{columns - 1, at(rows - 1, 0), at(0, columns - 1)};
    if (step.upTo != step.beyond) {
        while (step.at >= 0 && at(0, step.at) == step.beyond) --step.at;
        for (Index i = 1; step.at < 0 && i < rows && at(i, 0) == step.beyond; ++i) step.at = -i - 1;
    }
    for (Index p = 0; p < planes; ++p, elements += rows * columns)
        for (Index i = 0; i < rows; ++i)
            for (Index j = 0; j < columns; ++j)
                if (at(i, j) != (j - i <= step.at ? step.upTo : step.beyond)) return std::nullopt;
    return step;
}

Found readWeight(const Tensor& tensor) {
    const int rank = tensor.rank();
    if (rank < 2 || tensor.numel() == 0 || tensor.numel() > kMostElements) return std::nullopt;
    const Index rows = tensor.dim(rank - 2), columns = tensor.dim(rank - 1), planes = tensor.numel() / (rows * columns);
    const Tensor dense = tensor.contiguous();
    if (tensor.dtype() == DType::Bool) return readElements(dense.data<bool>(), planes, rows, columns);
    if (tensor.dtype() == DType::F32) return readElements(dense.data<float>(), planes, rows, columns);
    return std::nullopt;
}

// Whether the dtype has these numbers as they are: what would be cut off or wrap around is another mask.
bool isHeld(const Seen& seen, DType dtype) {
    const auto* step = std::get_if<StepMask>(&seen);
    if (!step || !isIntegral(dtype)) return true;
    const double least = dtype == DType::U8 ? 0 : -128;
    return std::ranges::all_of(std::array{step->upTo, step->beyond}, [&](double x) { return x == std::trunc(x) && x >= least && x <= 127; });
}

class Reader {
public:
    explicit Reader(const Graph& graph) : m_graph(graph) {}

    Found read(ValueId id, int depth);

private:
    struct Rule {
        std::string_view op;
        Found (Reader::*read)(const OpCall& call, const TensorType& out, int depth);
    };

    const TensorType* tensor(const Arg& arg) const {
        const auto* id = arg.as<ValueId>();
        return id ? asTensorType(m_graph.type(*id)) : nullptr;
    }

    static bool holdsPositions(DType dtype) { return dtypeSize(dtype) >= 4; }

    // A number, or a tensor that does not stretch along a dimension on which it depends.
    Found operand(const OpCall& call, std::string_view name, const TensorType& out, int depth) {
        const Arg& arg = call.arg(name);
        if (const auto* real = arg.as<double>()) return uniform(*real);
        if (const auto* integer = arg.as<std::int64_t>()) return uniform(static_cast<double>(*integer));
        if (const auto* flag = arg.as<bool>()) return uniform(*flag ? 1 : 0);
        const TensorType* type = tensor(arg);
        const Found seen = type ? read(*arg.as<ValueId>(), depth) : std::nullopt;
        if (!seen) return std::nullopt;
        const auto same = [&](std::size_t back) {
            return type->sizes.size() >= back && out.sizes.size() >= back && type->sizes[type->sizes.size() - back] == out.sizes[out.sizes.size() - back];
        };
        if ((dependsOnColumn(*seen) && !same(1)) || (dependsOnRow(*seen) && !same(2))) return std::nullopt;
        return seen;
    }

    std::optional<StepMask> step(const OpCall& call, std::string_view name, const TensorType& out, int depth) {
        const Found seen = operand(call, name, out, depth);
        const auto* found = seen ? std::get_if<StepMask>(&*seen) : nullptr;
        return found ? std::optional(*found) : std::nullopt;
    }

    // Positions; a whole number is one everywhere.
    std::optional<Positions> positions(const OpCall& call, std::string_view name, const TensorType& out, int depth) {
        const Found seen = operand(call, name, out, depth);
        if (!seen) return std::nullopt;
        if (const auto* found = std::get_if<Positions>(&*seen)) return *found;
        const StepMask& number = std::get<StepMask>(*seen);
        if (!number.isUniform() || std::abs(number.upTo) > 1e9 || number.upTo != std::floor(number.upTo)) return std::nullopt;
        return Positions{0, 0, static_cast<std::int64_t>(number.upTo)};
    }

    // --- rules -------------------------------------------------------------------------------------------

    Found arange(const OpCall& call, const TensorType& out, int) {
        const auto number = [&](const char* name, std::int64_t otherwise) -> std::optional<std::int64_t> {
            if (!call.schema().arg(name)) return otherwise;
            const auto* value = call.arg(name).as<std::int64_t>();
            return value ? std::optional(*value) : std::nullopt;
        };
        const auto start = number("start", 0), step = number("step", 1);
        if (!start || step != 1 || !isIntegral(out.dtype) || !holdsPositions(out.dtype)) return std::nullopt;
        return Positions{0, 1, *start};
    }

    Found fill(const OpCall& call, const TensorType& out, int) {
        const std::string_view name = call.schema().arg("fill_value") ? "fill_value" : call.schema().arg("s") ? "s" : "";
        if (name.empty()) return uniform(call.schema().name.starts_with("ones") ? 1 : 0);
        const Arg& value = call.arg(name);
        if (!value.as<double>() && !value.as<std::int64_t>() && !value.as<bool>()) return std::nullopt;
        const double number = call.number(name);
        return uniform(out.dtype == DType::Bool ? (number != 0 ? 1 : 0) : number);
    }

    Found same(const OpCall& call, const TensorType& out, int depth) {
        const Found seen = operand(call, "self", out, depth);
        const TensorType* before = tensor(call.arg("self"));
        if (!seen || !before) return std::nullopt;
        const auto* step = std::get_if<StepMask>(&*seen);
        if (!step && !holdsPositions(out.dtype)) return std::nullopt;
        if (out.dtype != DType::Bool || before->dtype == DType::Bool) return seen;
        if (!step) return std::nullopt;
        return StepMask{step->at, step->upTo != 0 ? 1.0 : 0.0, step->beyond != 0 ? 1.0 : 0.0};
    }

    // From the first element on.
    Found slice(const OpCall& call, const TensorType& out, int depth) {
        const auto* id = call.arg("self").as<ValueId>();
        const auto *start = call.arg("start").as<std::int64_t>(), *step = call.arg("step").as<std::int64_t>();
        return id && (call.isNone("start") || (start && *start == 0)) && step && *step == 1 && out.rank() > 0 ? read(*id, depth) : std::nullopt;
    }

    Found unsqueeze(const OpCall& call, const TensorType& out, int depth) {
        const auto* id = call.arg("self").as<ValueId>();
        const auto dim = call.dim("dim", out.rank());
        const Found seen = id && dim ? read(*id, depth) : std::nullopt;
        if (!seen) return std::nullopt;
        const int fromEnd = out.rank() - 1 - *dim;
        if (const auto* step = std::get_if<StepMask>(&*seen)) return step->isUniform() || fromEnd >= 2 ? seen : std::nullopt;
        const Positions& p = std::get<Positions>(*seen);
        if (fromEnd >= 2) return seen;
        if (p.row != 0) return std::nullopt;
        return fromEnd == 1 ? Positions{0, p.column, p.constant} : Positions{p.column, 0, p.constant};
    }

    template <int kSign>
    Found sum(const OpCall& call, const TensorType& out, int depth) {
        if (call.number("alpha") != 1) return std::nullopt;
        const auto a = positions(call, "self", out, depth), b = positions(call, "other", out, depth);
        if (a && b && isIntegral(out.dtype)) return Positions{a->row + kSign * b->row, a->column + kSign * b->column, a->constant + kSign * b->constant};
        const auto x = step(call, "self", out, depth), y = step(call, "other", out, depth);
        return x && y ? together(*x, *y, [](double one, double two) { return one + kSign * two; }) : std::nullopt;
    }

    Found product(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth), b = step(call, "other", out, depth);
        return a && b ? together(*a, *b, [](double x, double y) { return x * y; }) : std::nullopt;
    }

    Found turnedDifference(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth), b = step(call, "other", out, depth);
        return a && b && call.number("alpha") == 1 ? together(*a, *b, [](double x, double y) { return y - x; }) : std::nullopt;
    }

    // self < other + kPlus, or not.
    template <int kPlus, bool kInvert>
    Found compare(const OpCall& call, const TensorType& out, int depth) {
        const auto a = positions(call, "self", out, depth), b = positions(call, "other", out, depth);
        if (!a || !b) return std::nullopt;
        const Found below = isBelow({a->row - b->row, a->column - b->column, a->constant - b->constant}, kPlus);
        return kInvert ? inverted(below) : below;
    }

    template <bool kInvert>
    Found equal(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth), b = step(call, "other", out, depth);
        return a && b ? together(*a, *b, [](double x, double y) { return (x == y) != kInvert ? 1.0 : 0.0; }) : std::nullopt;
    }

    template <bool kAnd>
    Found logical(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth), b = step(call, "other", out, depth);
        if (!a || !b || out.dtype != DType::Bool) return std::nullopt;
        return together(*a, *b, [](double x, double y) { return (kAnd ? x != 0 && y != 0 : x != 0 || y != 0) ? 1.0 : 0.0; });
    }

    Found negate(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth);
        return a && out.dtype == DType::Bool ? inverted(*a) : std::nullopt;
    }

    Found choose(const std::optional<StepMask>& flags, const std::optional<StepMask>& yes, const std::optional<StepMask>& no) {
        if (!flags || !yes || !no || (!yes->isUniform() && yes->at != flags->at) || (!no->isUniform() && no->at != flags->at)) return std::nullopt;
        return StepMask{flags->at, flags->upTo != 0 ? yes->upTo : no->upTo, flags->beyond != 0 ? yes->beyond : no->beyond};
    }
    Found where(const OpCall& call, const TensorType& out, int depth) {
        return choose(step(call, "condition", out, depth), step(call, "self", out, depth), step(call, "other", out, depth));
    }
    Found maskedFill(const OpCall& call, const TensorType& out, int depth) {
        return choose(step(call, "mask", out, depth), step(call, "value", out, depth), step(call, "self", out, depth));
    }

    template <bool kUpper>
    Found triangle(const OpCall& call, const TensorType& out, int depth) {
        const auto a = step(call, "self", out, depth);
        const auto* diagonal = call.arg("diagonal").as<std::int64_t>();
        if (!a || !diagonal) return std::nullopt;
        return kUpper ? choose(StepMask{*diagonal - 1, 0, 1}, a, StepMask{}) : choose(StepMask{*diagonal, 1, 0}, a, StepMask{});
    }

    static const Rule kRules[];

    const Graph& m_graph;
    int m_reads = 0;
};

const Reader::Rule Reader::kRules[] = {
    {"aten.arange.default", &Reader::arange},       {"aten.arange.start", &Reader::arange},
    {"aten.arange.start_step", &Reader::arange},    {"aten.full.default", &Reader::fill},
    {"aten.full_like.default", &Reader::fill},      {"aten.ones.default", &Reader::fill},
    {"aten.zeros.default", &Reader::fill},          {"aten.ones_like.default", &Reader::fill},
    {"aten.zeros_like.default", &Reader::fill},     {"aten.scalar_tensor.default", &Reader::fill},
    {"aten.clone.default", &Reader::same},          {"aten.alias.default", &Reader::same},
    {"aten.expand.default", &Reader::same},         {"aten._to_copy.default", &Reader::same},
    {"aten.to.dtype", &Reader::same},               {"aten.unsqueeze.default", &Reader::unsqueeze},
    {"aten.slice.Tensor", &Reader::slice},          {"aten.mul.Tensor", &Reader::product},
    {"aten.mul.Scalar", &Reader::product},          {"aten.rsub.Scalar", &Reader::turnedDifference},
    {"aten.add.Tensor", &Reader::sum<1>},           {"aten.sub.Tensor", &Reader::sum<-1>},
    {"aten.lt.Tensor", &Reader::compare<0, false>}, {"aten.lt.Scalar", &Reader::compare<0, false>},
    {"aten.le.Tensor", &Reader::compare<1, false>}, {"aten.le.Scalar", &Reader::compare<1, false>},
    {"aten.ge.Tensor", &Reader::compare<0, true>},  {"aten.ge.Scalar", &Reader::compare<0, true>},
    {"aten.gt.Tensor", &Reader::compare<1, true>},  {"aten.gt.Scalar", &Reader::compare<1, true>},
    {"aten.eq.Scalar", &Reader::equal<false>},      {"aten.ne.Scalar", &Reader::equal<true>},
    {"aten.logical_and.default", &Reader::logical<true>}, {"aten.bitwise_and.Tensor", &Reader::logical<true>},
    {"aten.logical_or.default", &Reader::logical<false>}, {"aten.bitwise_or.Tensor", &Reader::logical<false>},
    {"aten.logical_not.default", &Reader::negate},  {"aten.bitwise_not.default", &Reader::negate},
    {"aten.where.self", &Reader::where},            {"aten.where.Scalar", &Reader::where},
    {"aten.where.ScalarSelf", &Reader::where},      {"aten.where.ScalarOther", &Reader::where},
    {"aten.masked_fill.Scalar", &Reader::maskedFill}, {"aten.masked_fill.Tensor", &Reader::maskedFill},
    {"aten.triu.default", &Reader::triangle<true>}, {"aten.tril.default", &Reader::triangle<false>},
};

Found Reader::read(ValueId id, int depth) {
    const NodeId producer = m_graph.value(id).producer;
    if (depth > kMostDepth || ++m_reads > kMostReads) return std::nullopt;
    if (!producer.valid()) {
        const GraphInput* input = m_graph.inputOf(id);
        const Tensor* weight = input && input->kind != InputKind::User ? asTensor(input->data) : nullptr;
        return weight ? readWeight(*weight) : std::nullopt;
    }
    const Node& node = m_graph.node(producer);
    const OpDef* op = findOp(node.op);
    if (!op || node.outputs.size() != 1 || !asTensorType(m_graph.type(id))) return std::nullopt;
    const auto call = OpCall::bind(*op, node.args, [this](ValueId value) -> const Type& { return m_graph.type(value); });
    if (!call) return std::nullopt;
    const TensorType& type = *asTensorType(m_graph.type(id));
    for (const Rule& rule : kRules)
        if (rule.op == node.op) {
            const Found seen = (this->*rule.read)(*call, type, depth + 1);
            return seen && isHeld(*seen, type.dtype) ? seen : std::nullopt;
        }
    return std::nullopt;
}

}  // namespace

std::optional<StepMask> stepMaskOf(const Graph& graph, ValueId mask) {
    const Found seen = Reader(graph).read(mask, 0);
    const auto* step = seen ? std::get_if<StepMask>(&*seen) : nullptr;
    return step ? std::optional(*step) : std::nullopt;
}

}  // namespace whittle
