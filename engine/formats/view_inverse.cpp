#include "engine/formats/view_inverse.h"

#include <algorithm>
#include <limits>

#include "engine/ops/sizes.h"

namespace whittle {
namespace {

const TensorType& tensorType(const OpCall::TypeLookup& type, ValueId id) { return *asTensorType(type(id)); }

// --- is it a view? ---------------------------------------------------------------------------------------

bool flagIs(const ViewUse& use, std::string_view name, bool wanted) {
    const Arg* flag = use.arg(name);
    const bool* given = flag ? flag->as<bool>() : nullptr;
    return given && *given == wanted;
}

struct Ends {
    const TensorType& from;
    const TensorType& to;
    Strides strides;
};

Sharing always(const ViewUse&, const Ends&) { return Sharing::View; }

// Elements that follow each other in memory do so in every view that keeps their order, so a reshape of strided
// memory that comes out row-major is a copy, and every other reshape is a view.
Sharing likeReshape(const ViewUse&, const Ends& ends) {
    if (ends.strides == Strides::Missing) return Sharing::Unknown;
    return !ends.from.strides.empty() && ends.to.strides.empty() ? Sharing::None : Sharing::View;
}

Sharing whenLaidOutSo(const ViewUse&, const Ends& ends) {
    if (ends.strides == Strides::Missing) return Sharing::Unknown;
    return ends.from.strides == ends.to.strides ? Sharing::View : Sharing::None;
}

// The conversions give their argument itself when there is nothing to convert.
Sharing whenSame(const ViewUse& use, const Ends& ends) {
    if (ends.from.dtype != ends.to.dtype || ends.from.device != ends.to.device || flagIs(use, "copy", true)) return Sharing::None;
    const Arg* format = use.arg("memory_format");
    return format && !format->isNone() && format->as<MemoryFormat>() && *format->as<MemoryFormat>() != MemoryFormat::Preserve
               ? whenLaidOutSo(use, ends)
               : Sharing::View;
}

Sharing unlessTraining(const ViewUse& use, const Ends&) {
    const Arg* p = use.arg("p");
    const bool never = p && ((p->as<double>() && *p->as<double>() == 0) || (p->as<std::int64_t>() && *p->as<std::int64_t>() == 0));
    return flagIs(use, "train", false) || never ? Sharing::View : Sharing::None;
}

// --- and back --------------------------------------------------------------------------------------------

using Args = std::vector<NamedArg>;

Arg argOr(const ViewUse& use, std::string_view name, Arg otherwise) {
    const Arg* given = use.arg(name);
    return given ? *given : std::move(otherwise);
}

Result<ValueId> itself(const ViewChange& change, OpBuilder&) { return change.changed; }

// The same exchange of dimensions once more.
Result<ValueId> again(const ViewChange& change, OpBuilder& build) {
    Args args(change.use.args.begin(), change.use.args.end());
    for (NamedArg& arg : args)
        if (arg.value == Arg(change.base)) arg.value = change.changed;
    return build.one(change.use.op, std::move(args));
}

Result<ValueId> permuteBack(const ViewChange& change, OpBuilder& build) {
    const Arg* dims = change.use.arg("dims");
    const Arg::List* list = dims ? dims->as<Arg::List>() : nullptr;
    const int rank = tensorType(change.use.type, change.base).rank();
    if (!list || static_cast<int>(list->size()) != rank) return fail(Code::Argument, "permute needs {} dims", rank);
    Arg::List back(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::int64_t* dim = (*list)[i].as<std::int64_t>();
        if (!dim) return fail(Code::Argument, "the dims of permute must be numbers");
        WHITTLE_TRY(const int axis, wrapDim(*dim, rank));
        back[static_cast<std::size_t>(axis)] = Arg(static_cast<std::int64_t>(i));
    }
    return build.one("aten.permute.default", {{"self", change.changed}, {"dims", std::move(back)}});
}

Result<ValueId> moveBack(const ViewChange& change, OpBuilder& build) {
    return build.one(change.use.op, {{"self", change.changed},
                                     {"source", argOr(change.use, "destination", 0)},
                                     {"destination", argOr(change.use, "source", 0)}});
}

Result<ValueId> shapeBack(const ViewChange& change, OpBuilder& build) {
    const SymSizes& sizes = tensorType(change.use.type, change.base).sizes;
    if (tensorType(change.use.type, change.changed).sizes == sizes) return change.changed;
    WHITTLE_TRY(Arg shape, ops::sizeArgs(build, sizes, std::vector{change.base, change.changed}));
    return build.one("aten.reshape.default", {{"self", change.changed}, {"shape", std::move(shape)}});
}

Result<ValueId> squeezeBack(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.squeeze.dim", {{"self", change.changed}, {"dim", argOr(change.use, "dim", 0)}});
}

// op(base) -> op_scatter(base, changed), which takes the same arguments otherwise.
Result<ValueId> scatterBack(const ViewChange& change, OpBuilder& build) {
    const std::string_view name = change.use.op.substr(0, change.use.op.rfind('.'));
    Args args{{"self", change.base}, {"src", change.changed}};
    for (const NamedArg& arg : change.use.args)
        if (arg.value != Arg(change.base)) args.push_back(arg);
    return build.one(fmt::format("{}_scatter.default", name), std::move(args));
}

Result<ValueId> selectBack(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.select_scatter.default", {{"self", change.base}, {"src", change.changed},
                                                     {"dim", argOr(change.use, "dim", 0)}, {"index", argOr(change.use, "index", 0)}});
}

Result<ValueId> sliceScatter(const ViewChange& change, Arg start, Arg end, OpBuilder& build) {
    return build.one("aten.slice_scatter.default", {{"self", change.base}, {"src", change.changed},
                                                    {"dim", argOr(change.use, "dim", 0)}, {"start", std::move(start)},
                                                    {"end", std::move(end)}, {"step", 1}});
}

Result<ValueId> narrowBack(const ViewChange& change, OpBuilder& build) {
    const Arg start = argOr(change.use, "start", 0), length = argOr(change.use, "length", 0);
    const std::int64_t *from = start.as<std::int64_t>(), *count = length.as<std::int64_t>();
    if (from && count) {
        std::int64_t end = 0;
        if (__builtin_add_overflow(*from, *count, &end)) return fail(Code::Argument, "narrow ends past the largest number");
        return sliceScatter(change, start, *from < 0 && end == 0 ? Arg() : Arg(end), build);
    }
    WHITTLE_TRY(const ValueId end, build.one("_operator.add", {{"a", start}, {"b", length}}));
    return sliceScatter(change, start, end, build);
}

// Part number `result` of several along one dimension.
Result<ValueId> partBack(const ViewChange& change, OpBuilder& build) {
    const int rank = tensorType(change.use.type, change.base).rank();
    const Arg dim = argOr(change.use, "dim", 0);
    if (!dim.as<std::int64_t>()) return fail(Code::Argument, "the dim of {} must be a number", change.use.op);
    WHITTLE_TRY(const int axis, wrapDim(*dim.as<std::int64_t>(), rank));
    const auto lengthOf = [&](ValueId part) { return tensorType(change.use.type, part).sizes[static_cast<std::size_t>(axis)]; };
    SymInt start(0);
    for (std::size_t i = 0; i < change.result; ++i) start = start + lengthOf(change.results[i]);
    const auto from = start.constant(), to = (start + lengthOf(change.changed)).constant();
    const bool last = change.result + 1 == change.results.size();
    if (!from || (!to && !last)) {  // only a run tells where the part lies: take all parts and put them together again
        WHITTLE_TRY(const std::vector<ValueId> parts, build.call(change.use.op, Args(change.use.args.begin(), change.use.args.end())));
        Arg::List joined(parts.begin(), parts.end());
        if (change.result >= joined.size())
            return fail(Code::Shape, "{} gives {} parts of the changed tensor, part {} was written to", change.use.op, parts.size(), change.result);
        joined[change.result] = change.changed;
        return build.one("aten.cat.default", {{"tensors", std::move(joined)}, {"dim", axis}});
    }
    return sliceScatter(change, Arg(*from), last ? Arg(std::numeric_limits<std::int64_t>::max()) : Arg(*to), build);
}

Result<ValueId> unbindBack(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.select_scatter.default", {{"self", change.base}, {"src", change.changed},
                                                     {"dim", argOr(change.use, "dim", 0)},
                                                     {"index", static_cast<std::int64_t>(change.result)}});
}

Result<ValueId> asReal(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.view_as_real.default", {{"self", change.changed}});
}
Result<ValueId> asComplex(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.view_as_complex.default", {{"self", change.changed}});
}
Result<ValueId> bitsBack(const ViewChange& change, OpBuilder& build) {
    return build.one("aten.view.dtype", {{"self", change.changed}, {"dtype", tensorType(change.use.type, change.base).dtype}});
}

struct Row {
    std::string_view op;
    Sharing (*sharing)(const ViewUse&, const Ends&);
    Result<ValueId> (*back)(const ViewChange&, OpBuilder&);  // null: a write through it is refused
};
constexpr Row kRows[] = {
    {"aten.alias.default", always, itself},
    {"aten.detach.default", always, itself},
    {"aten.contiguous.default", whenLaidOutSo, itself},
    {"aten.dropout.default", unlessTraining, itself},
    {"aten.feature_dropout.default", unlessTraining, itself},
    {"aten.alpha_dropout.default", unlessTraining, itself},
    {"aten.to.dtype", whenSame, itself},
    {"aten.to.dtype_layout", whenSame, itself},
    {"aten.to.device", whenSame, itself},
    {"aten.to.other", whenSame, itself},
    {"aten.type_as.default", whenSame, itself},
    {"aten.view.default", always, shapeBack},
    {"aten.view_as.default", always, shapeBack},
    {"aten.reshape.default", likeReshape, shapeBack},
    {"aten.reshape_as.default", likeReshape, shapeBack},
    {"aten.flatten.using_ints", likeReshape, shapeBack},
    {"aten.unflatten.int", always, shapeBack},
    {"aten.ravel.default", likeReshape, shapeBack},
    {"aten.squeeze.default", always, shapeBack},
    {"aten.squeeze.dim", always, shapeBack},
    {"aten.squeeze.dims", always, shapeBack},
    {"aten.unsqueeze.default", always, squeezeBack},
    {"aten.permute.default", always, permuteBack},
    {"aten.transpose.int", always, again},
    {"aten.swapaxes.default", always, again},
    {"aten.swapdims.default", always, again},
    {"aten.t.default", always, again},
    {"aten.numpy_T.default", always, again},
    {"aten.mT.default", always, again},
    {"aten.movedim.int", always, moveBack},
    {"aten.moveaxis.int", always, moveBack},
    {"aten.movedim.intlist", always, moveBack},
    {"aten.moveaxis.intlist", always, moveBack},
    {"aten.positive.default", always, itself},
    {"aten.lift_fresh.default", always, itself},
    {"aten.select.int", always, selectBack},
    {"aten.slice.Tensor", always, scatterBack},
    {"aten.narrow.default", always, narrowBack},
    {"aten.diagonal.default", always, scatterBack},
    {"aten.as_strided.default", always, scatterBack},
    {"aten.split.Tensor", always, partBack},
    {"aten.split_with_sizes.default", always, partBack},
    {"aten.split.sizes", always, partBack},
    {"aten.chunk.default", always, partBack},
    {"aten.unbind.int", always, unbindBack},
    {"aten.view_as_complex.default", always, asReal},
    {"aten.view_as_real.default", always, asComplex},
    {"aten.view.dtype", always, bitsBack},
};

const Row* rowOf(std::string_view op) {
    const auto found = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return row.op == op; });
    return found == std::end(kRows) ? nullptr : found;
}

}  // namespace

const Arg* ViewUse::arg(std::string_view name) const {
    const auto found = std::find_if(args.begin(), args.end(), [&](const NamedArg& a) { return a.name == name; });
    return found == args.end() ? nullptr : &found->value;
}

bool alwaysView(std::string_view op) {
    const Row* row = rowOf(op);
    return row && row->sharing == always;
}

ValueId viewedValue(const ViewUse& use) {
    for (const NamedArg& arg : use.args)
        if (const ValueId* value = arg.value.as<ValueId>(); value && asTensorType(use.type(*value))) return *value;
    return {};
}

Sharing sharingOf(const ViewUse& use, const Type& result, const Schema* schema, Strides strides) {
    const Row* row = rowOf(use.op);
    const bool declared = schema && std::any_of(schema->returns.begin(), schema->returns.end(),
                                                [](const SchemaReturn& r) { return r.aliased; });
    if (!row && !declared) return Sharing::None;
    const ValueId base = viewedValue(use);
    const TensorType* to = asTensorType(result);
    if (!base.valid() || !to) return Sharing::None;
    return row ? row->sharing(use, {tensorType(use.type, base), *to, strides}) : Sharing::View;
}

Result<ValueId> putBack(const ViewChange& change, OpBuilder& build) {
    const Row* row = rowOf(change.use.op);
    if (!row || !row->back)
        return fail(Code::Unsupported, "a write through {} cannot be carried back to what it is a view of", change.use.op);
    return row->back(change, build);
}

}  // namespace whittle
