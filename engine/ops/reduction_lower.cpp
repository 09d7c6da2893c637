#include "engine/ops/reduction_lower.h"

#include <cmath>
#include <limits>

#include "engine/ops/norm_parts.h"

namespace whittle::ops {

Result<Reduced> reducedDims(const OpCall& call) {
    const int rank = call.type("self").rank();
    Reduced out{std::vector<bool>(static_cast<std::size_t>(rank), false), false};
    const Schema& schema = call.schema();
    if (schema.arg("keepdim")) out.keepdim = call.flag("keepdim");
    const SchemaArg* dim = schema.arg("dim");
    if (!dim || call.isNone("dim")) {
        out.folds.assign(out.folds.size(), true);
        return out;
    }
    std::vector<int> dims;
    if (dim->isList) {
        // For all and any no dimension means none, elsewhere it means all.
        const bool foldsNone = schema.overload == "dims" && call.symInts("dim").empty();
        if (foldsNone) return out;
        WHITTLE_TRY(dims, call.dims("dim", rank));
    } else {
        WHITTLE_TRY(const int one, call.dim("dim", rank));
        dims.push_back(one);
    }
    for (const int d : dims)
        if (d < rank) out.folds[static_cast<std::size_t>(d)] = true;  // rank 0 accepts dim 0
    return out;
}

namespace {

/// Where self's element number `r` of what is folded lies.
SymSizes foldedIndex(const OpCall& call, LoopBuilder& loops, const Reduced& reduced, const SymSizes& r) {
    SymSizes at;
    std::size_t folded = 0, kept = 0;
    for (std::size_t i = 0; i < call.type("self").sizes.size(); ++i) {
        if (!reduced.folds[i]) {
            at.push_back(loops.index()[kept++]);
            continue;
        }
        at.push_back(r[folded++]);
        kept += reduced.keepdim;
    }
    return at;
}

SymSizes foldedSizes(const OpCall& call, const Reduced& reduced) {
    const SymSizes& sizes = call.type("self").sizes;
    SymSizes out;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (reduced.folds[i]) out.push_back(sizes[i]);
    return out;
}

/// Folds element(x, r) over the reduced dimensions of self, x being self's element read as `dtype`, in compute type, and r its
/// position in what is folded.
template <class F>
Expr lowerFoldAt(const OpCall& call, LoopBuilder& loops, Combiner combiner, DType dtype, F element) {
    const Result<Reduced> reduced = reducedDims(call);
    if (!reduced) {
        loops.refuse(reduced.error().message);
        return {};
    }
    const SymSizes extents = foldedSizes(call, *reduced);
    return loops.reduce(combiner, extents, [&](const SymSizes& r) {
        const Expr x = loops.at(call.arg("self"), foldedIndex(call, loops, *reduced, r));
        return element(x.to(dtype).to(computeDType(dtype)), flattenIndex(r, rowMajorStrides(extents)));
    });
}

/// The same where the position does not matter.
template <class F>
Expr lowerFold(const OpCall& call, LoopBuilder& loops, Combiner combiner, DType dtype, F element) {
    return lowerFoldAt(call, loops, combiner, dtype, [&](Expr x, const SymInt&) { return element(x); });
}

DType accumulator(DType dtype) { return isFloating(dtype) ? DType::F64 : DType::I64; }

template <Combiner combiner>
Result<void> wideLower(const OpCall& call, LoopBuilder& loops) {
    const DType dtype = loops.type().dtype;
    loops.store(lowerFold(call, loops, combiner, dtype, [&](Expr x) { return x.to(accumulator(dtype)); }));
    return {};
}

}  // namespace

Result<void> sumLower(const OpCall& call, LoopBuilder& loops) { return wideLower<Combiner::Sum>(call, loops); }
Result<void> prodLower(const OpCall& call, LoopBuilder& loops) { return wideLower<Combiner::Product>(call, loops); }

namespace {

/// How many elements a fold covers, as f64.
Expr countExpr(const OpCall& call, LoopBuilder& loops) {
    return loops.position(reducedDims(call).value_or(Reduced{}).count(call.type("self").sizes)).to(DType::F64);
}

}  // namespace

Result<void> meanLower(const OpCall& call, LoopBuilder& loops) {
    const Expr sum = lowerFold(call, loops, Combiner::Sum, loops.type().dtype, [](Expr x) { return x.to(DType::F64); });
    loops.store(sum / countExpr(call, loops));
    return {};
}

template <Combiner combiner>
Result<void> testLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(lowerFold(call, loops, combiner, call.type("self").dtype, [](Expr x) { return x != 0.0; }));
    return {};
}

Result<void> countLower(const OpCall& call, LoopBuilder& loops) {
    loops.store(lowerFold(call, loops, Combiner::Sum, call.type("self").dtype, [](Expr x) { return (x != 0.0).to(DType::I64); }));
    return {};
}

namespace {

bool refuseNoElements(const OpCall& call, LoopBuilder& loops) {
    const SymSizes& sizes = call.type("self").sizes;
    const bool empty = std::any_of(sizes.begin(), sizes.end(), [](const SymInt& size) { return size.is(0); });
    if (empty) loops.refuse("the extremum of no elements has a meaning of its own");
    return empty;
}

Expr foldedExtremum(const OpCall& call, LoopBuilder& loops, Combiner combiner) {
    return lowerFold(call, loops, combiner, call.type("self").dtype, [](Expr x) { return x; });
}

}  // namespace

template <Combiner combiner>
Result<void> extremumLower(const OpCall& call, LoopBuilder& loops) {
    if (!refuseNoElements(call, loops)) loops.store(foldedExtremum(call, loops, combiner));
    return {};
}

Result<void> aminmaxLower(const OpCall& call, LoopBuilder& loops) {
    if (!refuseNoElements(call, loops)) loops.store(foldedExtremum(call, loops, loops.output() == 0 ? Combiner::Min : Combiner::Max));
    return {};
}

/// Where the extremum is: the first of the positions that hold it. NaN is one where there is one, and equals nothing.
template <Combiner combiner>
Result<void> argExtremumLower(const OpCall& call, LoopBuilder& loops) {
    if (refuseNoElements(call, loops)) return {};
    const Expr best = foldedExtremum(call, loops, combiner);
    const Expr none = loops.integer(DType::I64, std::numeric_limits<std::int64_t>::max());
    loops.store(lowerFoldAt(call, loops, Combiner::Min, call.type("self").dtype,
                            [&](Expr x, const SymInt& r) { return select((x == best) | binary(LoopOp::Ne, x, x), loops.position(r), none); }));
    return {};
}

template <Combiner combiner>
Result<void> extremumPairLower(const OpCall& call, LoopBuilder& loops) {
    return loops.output() == 0 ? extremumLower<combiner>(call, loops) : argExtremumLower<combiner>(call, loops);
}

Result<void> nansumLower(const OpCall& call, LoopBuilder& loops) {
    const DType dtype = loops.type().dtype;
    loops.store(lowerFold(call, loops, Combiner::Sum, dtype, [&](Expr x) {
        return select(binary(LoopOp::Ne, x, x), x.like(0), x).to(accumulator(dtype));
    }));
    return {};
}

Result<void> logsumexpLower(const OpCall& call, LoopBuilder& loops) {
    const DType dtype = loops.type().dtype;
    const Expr top = lowerFold(call, loops, Combiner::Max, dtype, [](Expr x) { return x; });
    // All -inf stays -inf, +inf stays +inf; of no elements it is the logarithm of 0.
    const Expr shift = select(unary(LoopOp::Abs, top) == INFINITY, top.like(0), top);
    const Expr sum = lowerFold(call, loops, Combiner::Sum, dtype, [&](Expr x) { return unary(LoopOp::Exp, x - shift).to(DType::F64); });
    loops.store(unary(LoopOp::Log, sum) + shift.to(DType::F64));
    return {};
}

Result<void> vectorNormLower(const OpCall& call, LoopBuilder& loops) {
    const double order = call.number("ord");
    const DType dtype = loops.type().dtype;
    const auto folded = [&](Combiner combiner, auto element) {
        return lowerFold(call, loops, combiner, dtype, [&](Expr x) { return element(unary(LoopOp::Abs, x.to(DType::F64))); });
    };
    const auto same = [](Expr x) { return x; };
    if (std::isinf(order) && order > 0) loops.store(maximum(folded(Combiner::Max, same), 0.0));  // of no elements: 0
    else if (std::isinf(order)) loops.store(folded(Combiner::Min, same));
    else if (order == 0) loops.store(folded(Combiner::Sum, [](Expr x) { return (x != 0.0).to(DType::F64); }));
    else if (order == 1) loops.store(folded(Combiner::Sum, same));
    else if (order == 2) loops.store(unary(LoopOp::Sqrt, folded(Combiner::Sum, [](Expr x) { return x * x; })));
    else {
        const Expr sum = folded(Combiner::Sum, [&](Expr x) { return binary(LoopOp::Pow, x, x.like(order)); });
        loops.store(binary(LoopOp::Pow, sum, sum.like(1 / order)));
    }
    return {};
}

template <bool root>
Result<void> varianceLower(const OpCall& call, LoopBuilder& loops) {
    const Expr count = countExpr(call, loops);
    const Result<Reduced> reduced = reducedDims(call);
    if (!reduced) return std::unexpected(reduced.error());
    const norm::MomentExprs m = norm::lowerMoments(loops, foldedSizes(call, *reduced), reduced->count(call.type("self").sizes), [&](const SymSizes& r) {
        return loops.at(call.arg("self"), foldedIndex(call, loops, *reduced, r)).to(DType::F64);  // where no square of an f32 overflows
    });
    if (loops.output() == 1) {
        loops.store(m.mean * (count / count));  // NaN of nothing
        return {};
    }
    const double correction = call.schema().arg("unbiased") ? (call.flag("unbiased") ? 1 : 0)
                              : call.isNone("correction")   ? 1
                                                            : call.number("correction");
    const Expr variance = m.variance * (count / maximum(count - correction, 0.0));
    loops.store(root ? unary(LoopOp::Sqrt, variance) : variance);
    return {};
}

template Result<void> extremumLower<Combiner::Max>(const OpCall&, LoopBuilder&);
template Result<void> extremumLower<Combiner::Min>(const OpCall&, LoopBuilder&);
template Result<void> argExtremumLower<Combiner::Max>(const OpCall&, LoopBuilder&);
template Result<void> argExtremumLower<Combiner::Min>(const OpCall&, LoopBuilder&);
template Result<void> extremumPairLower<Combiner::Max>(const OpCall&, LoopBuilder&);
template Result<void> extremumPairLower<Combiner::Min>(const OpCall&, LoopBuilder&);
template Result<void> testLower<Combiner::Any>(const OpCall&, LoopBuilder&);
template Result<void> testLower<Combiner::All>(const OpCall&, LoopBuilder&);
template Result<void> varianceLower<false>(const OpCall&, LoopBuilder&);
template Result<void> varianceLower<true>(const OpCall&, LoopBuilder&);

}  // namespace whittle::ops
