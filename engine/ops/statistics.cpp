// Order statistics, histograms and covariance. Proof: tests/golden/ops/statistics.
#include <algorithm>
#include <cmath>

#include "engine/ir/size_decider.h"
#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/positions.h"
#include "engine/ops/promote.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

// --- one value a row: medians and modes ---

Result<Types> pickType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
    SymSizes sizes = self.sizes;
    if (self.rank() > 0) {
        if (decided(sizes[at(dim)], SymRelation::Eq, 0).value_or(false)) return fail(Code::Shape, "{}.1: Expected reduction dim {} to have non-zero size.", call.schema().name, dim);
        if (call.flag("keepdim")) sizes[at(dim)] = 1;
        else sizes.erase(sizes.begin() + dim);
    }
    return Types{withSizes(self, sizes), TensorType{DType::I64, sizes, {}, self.device}};
}

/// values and indices: pick(row, step, length) answers the position to take from each row.
template <class Pick>
Result<void> pickRows(KernelCall& call, Pick pick) {
    const Tensor self = ranked(call.tensor("self")).contiguous(), compute = self.to(computeDType(self.dtype()));
    const Rows rows(self.sizes(), call.checkedDim("dim", self.rank()));
    std::int64_t* indices = call.output(1).mutableData<std::int64_t>();
    visitDType(self.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* values = call.output(0).mutableData<T>();
        visitCompute(self.dtype(), [&](auto wide) {
            using C = decltype(wide);
            for (Index i = 0; i < rows.count(); ++i) {
                const Index from = rows.start(i, rows.length);
                indices[i] = pick(compute.data<C>() + from, rows.step, rows.length);
                values[i] = self.data<T>()[from + indices[i] * rows.step];
            }
        });
    });
    return {};
}

/// Positions of a row in ascending order, NaN last, equals in place.
template <class C>
std::vector<Index> ascending(const C* row, Index step, Index length) {
    std::vector<Index> order(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
        const C x = row[a * step], y = row[b * step];
        return before(x, y) || (!before(y, x) && a < b);
    });
    return order;
}

// The lower of the two middles of what is not NaN; all NaN gives NaN.
Result<void> nanmedianReference(KernelCall& call) {
    return pickRows(call, [](const auto* row, Index step, Index length) {
        const auto order = ascending(row, step, length);
        const auto numbers = static_cast<Index>(std::count_if(order.begin(), order.end(), [&](Index i) { return !isNan(row[i * step]); }));
        return order[static_cast<std::size_t>(std::max<Index>((numbers - 1) / 2, 0))];
    });
}

// The most frequent value, the smallest of several; where it last stands.
Result<void> modeReference(KernelCall& call) {
    return pickRows(call, [](const auto* row, Index step, Index length) {
        const auto order = ascending(row, step, length);
        Index best = order[0], most = 0;
        for (std::size_t i = 0; i < order.size();) {
            std::size_t end = i + 1;
            while (end < order.size() && row[order[end] * step] == row[order[i] * step]) ++end;
            if (static_cast<Index>(end - i) > most) {
                most = static_cast<Index>(end - i);
                best = order[end - 1];
            }
            i = end;
        }
        return best;
    });
}

// The median of all elements; empty gives NaN, which only floats have.
template <bool skipNan>
Result<std::vector<ValueId>> medianDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.dtype == DType::Bool) return fail(Code::Type, "{}.1: not defined for bool; cast the input first", call.schema().name);
    Steps steps(call, build);
    if (self.numel().is(0) && isFloating(self.dtype))
        return steps.done(steps("aten.full.default", {Arg(Arg::List{}), NAN}, {{"dtype", self.dtype}}));
    ValueId line = steps.view(steps.value("self"), {self.numel()});
    if (!self.numel().isConstant() && isFloating(self.dtype)) {  // a NaN behind it where a run has none
        const ValueId none = steps("aten.full.default", {Arg(Arg::List{steps.size(max(SymInt(0), 1 - self.numel()))}), NAN}, {{"dtype", self.dtype}});
        line = steps("aten.cat.default", {Arg(Arg::List{Arg(line), Arg(none)}), 0});
    }
    return steps.done(steps.several(skipNan ? "aten.nanmedian.dim" : "aten.median.dim", {line, 0}, 2)[0]);
}

// --- quantiles ---

enum class Between { Linear, Lower, Higher, Midpoint, Nearest };

std::optional<Between> betweenNamed(std::string_view name) {
    constexpr std::pair<std::string_view, Between> kNames[] = {{"linear", Between::Linear}, {"lower", Between::Lower}, {"higher", Between::Higher},
                                                               {"midpoint", Between::Midpoint}, {"nearest", Between::Nearest}};
    for (const auto& [known, between] : kNames)
        if (known == name) return between;
    return std::nullopt;
}

Result<Types> quantileType(const OpCall& call) {
    const TensorType& self = call.type("self");
    const TensorType* q = call.optionalType("q");
    const std::string_view op = call.schema().name;
    if (!isFloating(self.dtype) || self.dtype == DType::F16 || self.dtype == DType::BF16)
        return fail(Code::Type, "{}.1: input tensor must be either float or double dtype, it is {}", op, self.text());
    if (q && (q->dtype != self.dtype || q->rank() > 1)) return fail(Code::Type, "{}.2: q must be a scalar or 1D tensor of the input's dtype, it is {}", op, q->text());
    if (const auto share = q ? std::nullopt : call.knownNumber("q"); share && !(*share >= 0 && *share <= 1))
        return fail(Code::Argument, "{}.3: q must be in the range [0, 1] but got {}", op, *share);
    if (!betweenNamed(call.text("interpolation")))
        return fail(Code::Argument, "{}.4: interpolation must be one of linear, lower, higher, midpoint or nearest, but got {}", op, call.text("interpolation"));
    SymSizes sizes = self.sizes;
    const bool keep = call.flag("keepdim");
    if (self.numel().is(0)) return fail(Code::Shape, "{}.5: input tensor must be non-empty", op);
    if (call.isNone("dim")) {
        sizes.assign(keep ? sizes.size() : 0, 1);
    } else {
        WHITTLE_TRY(const int dim, call.dim("dim", self.rank()));
        if (keep && !sizes.empty()) sizes[at(dim)] = 1;
        else if (!sizes.empty()) sizes.erase(sizes.begin() + dim);
    }
    if (q && q->rank() == 1) sizes.insert(sizes.begin(), q->sizes[0]);
    return resized(self, std::move(sizes));
}

double quantileOf(const std::vector<double>& sorted, double q, Between between) {
    const double rank = q * static_cast<double>(sorted.size() - 1), low = std::floor(rank), high = std::ceil(rank);
    const double below = sorted[static_cast<std::size_t>(low)], above = sorted[static_cast<std::size_t>(high)];
    switch (between) {
        case Between::Lower: return below;
        case Between::Higher: return above;
        case Between::Nearest: return sorted[static_cast<std::size_t>(std::nearbyint(rank))];
        case Between::Midpoint: return below + (above - below) * 0.5;
        case Between::Linear: break;
    }
    return below == above ? below : below + (above - below) * (rank - low);
}

Result<void> quantileReference(KernelCall& call) {
    const bool skipNan = call.schema().name == "nanquantile";
    const Between between = *betweenNamed(call.text("interpolation"));
    const Tensor given = dense(call.tensor("self"), DType::F64);
    const bool flat = call.isNone("dim");
    const Tensor self = flat ? given.viewAs({given.numel()}) : ranked(given);
    const Rows rows(self.sizes(), flat ? 0 : call.checkedDim("dim", given.rank()));
    const Tensor* q = call.optionalTensor("q");
    const Tensor levels = q ? dense(*q, DType::F64) : Tensor::scalar(DType::F64, call.number("q"));
    for (Index k = 0; k < levels.numel(); ++k)
        if (!(levels.data<double>()[k] >= 0 && levels.data<double>()[k] <= 1))
            return fail(Code::Run, "{}: q values must be in the range [0, 1], one is {}", call.op().name, levels.data<double>()[k]);
    // PyTorch works the levels out side by side and shows them as the first dimension.
    Sizes sizes = call.outputSizes();
    if (levels.rank() == 1) std::rotate(sizes.begin(), sizes.begin() + 1, sizes.end());
    Tensor out = Tensor::empty(DType::F64, sizes);
    double* to = out.mutableData<double>();
    for (Index i = 0; i < rows.count(); ++i) {
        std::vector<double> row;
        bool nan = false;
        for (Index k = 0; k < rows.length; ++k) {
            const double x = self.data<double>()[rows.start(i, rows.length) + k * rows.step];
            if (!isNan(x)) row.push_back(x);
            nan |= isNan(x);
        }
        std::sort(row.begin(), row.end());
        const bool none = row.empty() || (nan && !skipNan);
        for (Index k = 0; k < levels.numel(); ++k) to[i * levels.numel() + k] = none ? NAN : quantileOf(row, levels.data<double>()[k], between);
    }
    out = out.to(call.outputType().dtype);
    Sizes strides = out.strides();
    if (levels.rank() == 1) std::rotate(strides.begin(), strides.end() - 1, strides.end());
    call.setOutput(0, out.asStrided(call.outputSizes(), std::move(strides), out.offset()));
    return {};
}

// --- histogram ---

Result<Types> histcType(const OpCall& call) {
    const TensorType& self = call.type("self");
    WHITTLE_TRY(const std::int64_t bins, call.integer("bins"));
    if (bins <= 0 || bins > (1 << 24)) return fail(Code::Argument, "histc.1: bins must be > 0, it is {}", bins);
    if (!isFloating(self.dtype)) return fail(Code::Type, "histc.2: not implemented for {}", self.text());
    if (const auto min = call.knownNumber("min"), max = call.knownNumber("max"); min && max && *min > *max) return fail(Code::Argument, "histc.3: max must be larger than min");
    return resized(self, {bins});
}

Result<void> histcReference(KernelCall& call) {
    const Tensor self = dense(call.tensor("self"), DType::F64);
    double low = call.number("min"), high = call.number("max");
    const std::span<const double> all(self.data<double>(), static_cast<std::size_t>(self.numel()));
    if (low == high && !all.empty()) {
        low = *std::min_element(all.begin(), all.end());
        high = *std::max_element(all.begin(), all.end());
    }
    if (low == high) {
        low -= 1;
        high += 1;
    }
    if (!std::isfinite(low) || !std::isfinite(high)) return fail(Code::Run, "histc: range of [{}, {}] is not finite", low, high);
    const Index bins = call.size("bins");
    Tensor out = Tensor::zeros(DType::F64, {bins});
    double* to = out.mutableData<double>();
    for (const double x : all)
        if (x >= low && x <= high) ++to[std::min(static_cast<Index>((x - low) * static_cast<double>(bins) / (high - low)), bins - 1)];
    finish(call, 0, out);
    return {};
}

// --- as PyTorch composes them ---

Result<std::vector<ValueId>> nanmeanDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (!isFloating(self.dtype)) return fail(Code::Type, "nanmean.1: expected input to have floating point dtype but got {}", self.text());
    Steps steps(call, build);
    const ValueId x = steps.value("self");
    const ValueId sum = steps("aten.nansum.default", {x, call.arg("dim"), call.arg("keepdim")}, {{"dtype", call.arg("dtype")}});
    const ValueId numbers = steps("aten.logical_not.default", {steps("aten.isnan.default", {x})});
    return steps.done(steps("aten.div.Tensor", {sum, steps("aten.sum.dim_IntList", {numbers, call.arg("dim"), call.arg("keepdim")})}));
}

/// Forms of var, std and their means all lead to `correction`.
template <bool root, bool withMean>
Result<std::vector<ValueId>> spreadDecompose(const OpCall& call, OpBuilder& build) {
    const Schema& schema = call.schema();
    const Arg dim = schema.arg("dim") ? call.arg("dim") : Arg();
    const Arg correction = schema.arg("unbiased") ? Arg(call.flag("unbiased") ? 1 : 0) : call.arg("correction");
    const bool keep = schema.arg("keepdim") && call.flag("keepdim");
    Steps steps(call, build);
    const ValueId x = steps.value("self");
    const std::vector<NamedArg> named{{"correction", correction}, {"keepdim", keep}};
    if (!withMean) return steps.done(steps(root ? "aten.std.correction" : "aten.var.correction", {x, dim}, named));
    const auto both = steps.several("aten.var_mean.correction", {x, dim}, 2, named);
    return steps.done({root ? steps("aten.sqrt.default", {both[0]}) : both[0], both[1]});
}

Result<std::vector<ValueId>> msortDecompose(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps.several("aten.sort.default", {steps.value("self"), 0}, 2)[0]);
}

// Rows are variables, columns observations. Weights of observations stay out: no export asks for them.
Result<std::vector<ValueId>> covDecompose(const OpCall& call, OpBuilder& build) {
    const TensorType& self = call.type("self");
    if (self.rank() > 2 || self.dtype == DType::Bool) return fail(Code::Shape, "cov.1: expected input to have two or fewer dimensions and not be bool but got {}", self.text());
    if (!call.isNone("fweights") || !call.isNone("aweights")) return fail(Code::Unsupported, "cov.2: weights of observations are not supported; weight the input");
    const auto count = (self.rank() == 2 ? self.sizes[1] : self.numel()).constant();
    if (!count) return fail(Code::Unsupported, "cov.3: the number of observations is not known");
    WHITTLE_TRY(const std::int64_t correction, call.integer("correction"));
    const int rank = self.rank();
    const SymInt total = self.numel();
    Steps steps(call, build);
    ValueId x = steps.value("self");
    if (rank < 2) x = steps.view(x, {1, total});
    if (!isFloating(self.dtype)) x = steps.to(x, defaultFloat(call.precision()));
    const ValueId centred = steps("aten.sub.Tensor", {x, steps("aten.mean.dim", {x, Arg(Arg::List{1}), true})});
    const ValueId square = steps("aten.mm.default", {centred, steps("aten.t.default", {centred})});
    ValueId out = steps("aten.div.Scalar", {square, std::max(static_cast<double>(*count) - static_cast<double>(correction), 0.0)});
    if (rank < 2) out = steps.view(out, {});
    return steps.done(out);
}

Result<std::vector<ValueId>> corrcoefDecompose(const OpCall& call, OpBuilder& build) {
    const int rank = call.type("self").rank();
    if (rank > 2) return fail(Code::Shape, "corrcoef.1: expected input to have two or fewer dimensions but got {}", call.type("self").text());
    Steps steps(call, build);
    const ValueId cov = steps("aten.cov.default", {steps.value("self")});
    if (rank < 2) return steps.done(steps("aten.div.Tensor", {cov, cov}));
    const ValueId deviation = steps("aten.sqrt.default", {steps("aten.diagonal.default", {cov})});
    const ValueId rows = steps("aten.div.Tensor", {cov, steps("aten.unsqueeze.default", {deviation, 1})});
    const ValueId both = steps("aten.div.Tensor", {rows, steps("aten.unsqueeze.default", {deviation, 0})});
    return steps.done(steps("aten.clamp.default", {both, -1, 1}));
}

#define WHITTLE_ROW(name_, schema_, text, type, kernel) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = type, .reference = kernel}
#define WHITTLE_MADE_OF(name_, schema_, text, fn) \
    {.name = "aten." name_, .schema = schema_, .summary = text, .inferType = decomposedType, .decompose = fn}

constexpr OpDef kOps[] = {
    WHITTLE_MADE_OF("median.default", "median(Tensor self) -> Tensor", "The lower median of all elements; NaN if there is one.", medianDecompose<false>),
    WHITTLE_MADE_OF("nanmedian.default", "nanmedian(Tensor self) -> Tensor", "The lower median of all elements that are not NaN.", medianDecompose<true>),
    WHITTLE_ROW("nanmedian.dim", "nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "The lower median of what is not NaN.", pickType, nanmedianReference),
    WHITTLE_ROW("mode.default", "mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", "The most frequent value.", pickType, modeReference),
    WHITTLE_ROW("quantile.default", "quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation=\"linear\") -> Tensor", "The value that a share q of the elements lies below.", quantileType, quantileReference),
    WHITTLE_ROW("quantile.scalar", "quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation=\"linear\") -> Tensor", "The value that a share q of the elements lies below.", quantileType, quantileReference),
    WHITTLE_ROW("nanquantile.default", "nanquantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation=\"linear\") -> Tensor", "As quantile, of what is not NaN.", quantileType, quantileReference),
    WHITTLE_ROW("nanquantile.scalar", "nanquantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation=\"linear\") -> Tensor", "As quantile, of what is not NaN.", quantileType, quantileReference),
    WHITTLE_ROW("histc.default", "histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor", "How many elements fall into each of equal bins.", histcType, histcReference),
    WHITTLE_MADE_OF("nanmean.default", "nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "The mean of what is not NaN.", nanmeanDecompose),
    WHITTLE_MADE_OF("var.default", "var(Tensor self, bool unbiased=True) -> Tensor", "Variance of all elements.", (spreadDecompose<false, false>)),
    WHITTLE_MADE_OF("std.default", "std(Tensor self, bool unbiased=True) -> Tensor", "Standard deviation of all elements.", (spreadDecompose<true, false>)),
    WHITTLE_MADE_OF("var_mean.default", "var_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)", "Variance and mean of all elements.", (spreadDecompose<false, true>)),
    WHITTLE_MADE_OF("std_mean.default", "std_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)", "Standard deviation and mean of all elements.", (spreadDecompose<true, true>)),
    WHITTLE_MADE_OF("std_mean.dim", "std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)", "Standard deviation and mean over dimensions.", (spreadDecompose<true, true>)),
    WHITTLE_MADE_OF("std_mean.correction", "std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)", "Standard deviation and mean over dimensions.", (spreadDecompose<true, true>)),
    WHITTLE_MADE_OF("msort.default", "msort(Tensor self) -> Tensor", "Orders the first dimension.", msortDecompose),
    WHITTLE_MADE_OF("cov.default", "cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor", "Covariances of rows.", covDecompose),
    WHITTLE_MADE_OF("corrcoef.default", "corrcoef(Tensor self) -> Tensor", "Correlations of rows.", corrcoefDecompose),
};

#undef WHITTLE_MADE_OF
#undef WHITTLE_ROW

}  // namespace

std::span<const OpDef> statisticsOps() { return kOps; }

}  // namespace whittle::ops
