// torch.gradient: central differences along dimensions, one-sided ones at the edges, over even steps or given coordinates.
#include "engine/ops/all_ops.h"
#include "engine/ops/promote.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

struct Request {
    std::vector<int> dims;
    std::vector<Arg> spacing;  // one a dimension: a number, or the tensor of coordinates
    int order = 1;
};

bool byCoordinates(const OpCall& call) { return call.op().name.find(".tensorarray") != std::string_view::npos; }

Result<Request> requestOf(const OpCall& call) {
    const TensorType& self = call.type("self");
    if (self.dtype == DType::U8) return fail(Code::Type, "gradient.1: torch.gradient does not support uint8 input.");
    Request out;
    WHITTLE_TRY(const std::int64_t order, call.integer("edge_order"));
    if (order != 1 && order != 2) return fail(Code::Argument, "gradient.2: torch.gradient only supports edge_order=1 and edge_order=2.");
    out.order = static_cast<int>(order);
    if (call.arg("dim").isNone()) {
        for (int d = 0; d < self.rank(); ++d) out.dims.push_back(d);
    } else if (call.arg("dim").as<Arg::List>()) {
        WHITTLE_TRY(const std::vector<std::int64_t> given, call.integers("dim"));
        for (const std::int64_t d : given) {
            WHITTLE_TRY(const int axis, wrapDim(d, self.rank()));
            out.dims.push_back(axis);
        }
    } else {
        WHITTLE_TRY(const int axis, call.dim("dim", self.rank()));
        out.dims.push_back(axis);
    }
    const Arg::List* list = call.schema().arg("spacing") ? call.arg("spacing").as<Arg::List>() : nullptr;
    if (list) {
        if (list->size() != out.dims.size())
            return fail(Code::Argument, "gradient.3: torch.gradient expected spacing to be unspecified, a scalar or a list of length {} but got a list of length {}",
                        out.dims.size(), list->size());
        out.spacing = *list;
    } else {
        const bool given = call.schema().arg("spacing") && !call.isNone("spacing");
        out.spacing.assign(out.dims.size(), given ? call.arg("spacing") : Arg(1));
    }
    for (const int d : out.dims) {
        if (self.rank() == 0) return fail(Code::Shape, "gradient.4: torch.gradient expected each dimension size to be at least {}", out.order + 1);
        if (const auto size = self.sizes[static_cast<std::size_t>(d)].constant(); size && *size < out.order + 1)
            return fail(Code::Shape, "gradient.4: torch.gradient expected each dimension size to be at least {}, got {}", out.order + 1, self.text());
    }
    return out;
}

// Words for the formulas below.
struct Words {
    Steps& steps;
    ValueId self;
    int axis;

    ValueId piece(std::int64_t from) { return steps("aten.slice.Tensor", {self, axis, from}); }
    ValueId piece(std::int64_t from, std::int64_t to) { return steps("aten.slice.Tensor", {self, axis, from, to}); }
    ValueId plus(ValueId a, Arg b) { return steps("aten.add.Tensor", {a, std::move(b)}); }
    ValueId minus(ValueId a, Arg b) { return steps("aten.sub.Tensor", {a, std::move(b)}); }
    ValueId times(ValueId a, Arg b) { return steps("aten.mul.Tensor", {a, std::move(b)}); }
    ValueId over(ValueId a, Arg b) { return steps("aten.div.Tensor", {a, std::move(b)}); }
    ValueId negated(ValueId a) { return steps("aten.neg.default", {a}); }
    ValueId weighted(const std::array<ValueId, 3>& weights, const std::array<ValueId, 3>& parts) {
        return plus(plus(times(weights[0], parts[0]), times(weights[1], parts[1])), times(weights[2], parts[2]));
    }
    ValueId joined(ValueId first, ValueId centre, ValueId last) { return steps("aten.cat.default", {Arg::List{first, centre, last}, axis}); }
};

ValueId evenly(Words w, const Arg& step, int order) {
    const ValueId centre = w.over(w.minus(w.piece(2), w.piece(0, -2)), step);
    ValueId first, last;
    if (order == 1) {
        first = w.over(w.minus(w.piece(1, 2), w.piece(0, 1)), step);
        last = w.over(w.minus(w.piece(-1), w.piece(-2, -1)), step);
    } else {
        first = w.over(w.minus(w.plus(w.times(w.piece(0, 1), -1.5), w.times(w.piece(1, 2), 2)), w.times(w.piece(2, 3), 0.5)), step);
        last = w.over(w.plus(w.minus(w.times(w.piece(-3, -2), 0.5), w.times(w.piece(-2, -1), 2)), w.times(w.piece(-1), 1.5)), step);
    }
    return w.joined(first, w.over(centre, 2), last);
}

// The parabola through three neighbours, at the middle one inside and at the outer one at an edge.
ValueId unevenly(Words w, ValueId coordinates, int order) {
    Steps& steps = w.steps;
    const ValueId gaps = steps("aten.diff.default", {coordinates, 1, 0});
    const auto gap = [&](std::int64_t index) { return steps("aten.select.int", {gaps, 0, index}); };
    SymSizes shape(static_cast<std::size_t>(w.steps.rank(w.self)), SymInt(1));
    shape[static_cast<std::size_t>(w.axis)] = steps.type(coordinates).sizes.empty() ? SymInt(1) : steps.type(coordinates).sizes[0] - 2;
    const auto along = [&](ValueId x) { return steps.view(x, shape); };
    const ValueId before = steps("aten.slice.Tensor", {gaps, 0, 0, -1}), after = steps("aten.slice.Tensor", {gaps, 0, 1});
    const auto inner = [&](ValueId d1, ValueId d2) -> std::array<ValueId, 3> {
        return {along(w.over(w.negated(d2), w.times(d1, w.plus(d1, d2)))), along(w.over(w.minus(d2, d1), w.times(d1, d2))),
                along(w.over(d1, w.times(d2, w.plus(d1, d2))))};
    };
    const ValueId centre = w.weighted(inner(before, after), {w.piece(0, -2), w.piece(1, -1), w.piece(2)});
    if (order == 1)
        return w.joined(w.over(w.minus(w.piece(1, 2), w.piece(0, 1)), gap(0)), centre, w.over(w.minus(w.piece(-1), w.piece(-2, -1)), gap(-1)));
    const ValueId a1 = gap(0), a2 = gap(1), z1 = gap(-2), z2 = gap(-1);
    const std::array<ValueId, 3> start{w.over(w.minus(w.times(a1, -2), a2), w.times(a1, w.plus(a1, a2))), w.over(w.plus(a1, a2), w.times(a1, a2)),
                                       w.over(w.negated(a1), w.times(a2, w.plus(a1, a2)))};
    const std::array<ValueId, 3> end{w.over(z2, w.times(z1, w.plus(z1, z2))), w.over(w.negated(w.plus(z2, z1)), w.times(z1, z2)),
                                     w.over(w.plus(w.times(z2, 2), z1), w.times(z2, w.plus(z1, z2)))};
    return w.joined(w.weighted(start, {w.piece(0, 1), w.piece(1, 2), w.piece(2, 3)}), centre,
                    w.weighted(end, {w.piece(-3, -2), w.piece(-2, -1), w.piece(-1)}));
}

Values gradientDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Request request, requestOf(call));
    Steps steps(call, build);
    std::vector<ValueId> out;
    for (std::size_t i = 0; i < request.dims.size(); ++i) {
        const Words words{steps, steps.value("self"), request.dims[i]};
        if (!byCoordinates(call)) {
            out.push_back(evenly(words, request.spacing[i], request.order));
            continue;
        }
        const ValueId coordinates = *request.spacing[i].as<ValueId>();
        if (steps.rank(coordinates) != 1)
            return fail(Code::Shape, "gradient.5: torch.gradient expected each element of spacing to have one dimension, but got an element with {} dimensions!",
                        steps.rank(coordinates));
        out.push_back(unevenly(words, coordinates, request.order));
    }
    return steps.done(std::move(out));
}

#define WHITTLE_ROW(overload, args, text)                                                                                          \
    {.name = "aten.gradient." overload, .schema = "gradient." overload "(Tensor self, *, " args ", int edge_order=1) -> Tensor[]", \
     .summary = text, .inferType = decomposedType, .decompose = gradientDecompose}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("scalarint", "Scalar? spacing=None, int? dim=None", "Differences of neighbours over even steps, of all dimensions or one."),
    WHITTLE_ROW("scalararray", "Scalar spacing, int[] dim", "Differences of neighbours over even steps, along dimensions."),
    WHITTLE_ROW("array", "int[] dim", "Differences of neighbours over steps of 1, along dimensions."),
    WHITTLE_ROW("scalarrayint", "Scalar[] spacing, int? dim=None", "Differences of neighbours over steps of its own for each dimension."),
    WHITTLE_ROW("scalarrayarray", "Scalar[] spacing, int[] dim", "Differences of neighbours over steps of its own for each dimension."),
    WHITTLE_ROW("tensorarrayint", "Tensor[] spacing, int? dim=None", "Differences of neighbours at given coordinates."),
    WHITTLE_ROW("tensorarray", "Tensor[] spacing, int[] dim", "Differences of neighbours at given coordinates."),
};

#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> finiteDifferenceOps() { return kOps; }

}  // namespace whittle::ops
