// Rows of a table summed, averaged or maximised over bags of indices. Besides the result PyTorch answers how the bags
// were cut, which only the gradient reads; those outputs have PyTorch's sizes, odd as they are.
// Proof: the dlrm samples.
#include <algorithm>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

enum Mode : std::int64_t { Sum, Mean, Max };

struct Bags {
    Mode mode;
    std::int64_t padding;  // negative: none
    SymInt count;
    bool forwardOnly;
};

Result<Bags> bagsOf(const OpCall& call) {
    const TensorType &weight = call.type("weight"), &indices = call.type("indices"), &offsets = call.type("offsets");
    const std::string_view op = call.schema().name;
    WHITTLE_TRY_VOID(needIndex(call, "indices"));
    WHITTLE_TRY_VOID(needIndex(call, "offsets"));
    if (weight.rank() != 2 || !isFloating(weight.dtype)) return fail(Code::Shape, "{}.2: weight must be a floating matrix, it is {}", op, weight.text());
    if (indices.rank() != 1 || offsets.rank() != 1)
        return fail(Code::Shape, "{}.3: indices and offsets have to be 1D tensors, but got {} and {}", op, indices.text(), offsets.text());
    WHITTLE_TRY(const std::int64_t mode, call.integer("mode"));
    if (mode < Sum || mode > Max) return fail(Code::Argument, "{}.4: mode must be 0 (sum), 1 (mean) or 2 (max), it is {}", op, mode);
    if (const TensorType* weights = call.optionalType("per_sample_weights")) {
        if (mode != Sum) return fail(Code::Argument, "{}.5: per_sample_weights was not None, only mode 'sum' takes it", op);
        if (weights->dtype != weight.dtype || weights->rank() != 1 || differ(weights->sizes[0], indices.sizes[0]))
            return fail(Code::Shape, "{}.6: expected per_sample_weights of the dtype of {} and the size of {}, got {}", op, weight.text(), indices.text(), weights->text());
    }
    // embedding_bag without a gradient to take is _embedding_bag_forward_only, and its padding counts from the end.
    const bool composite = op == "embedding_bag";
    Bags out{Mode(mode), -1, offsets.sizes[0] - (call.flag("include_last_offset") ? 1 : 0), op != "_embedding_bag"};
    if (call.schema().arg("padding_idx") && !call.isNone("padding_idx")) {
        WHITTLE_TRY(out.padding, call.integer("padding_idx"));
        const auto rows = weight.sizes[0].constant();
        if (composite && out.padding < 0 && rows) out.padding += *rows;
        if (composite && (out.padding < 0 || (rows && out.padding >= *rows)))
            return fail(Code::Argument, "{}.7: padding_idx {} is not a row of {}", op, out.padding, weight.text());
    }
    return out;
}

Result<Types> bagTypes(const OpCall& call) {
    WHITTLE_TRY(const Bags bags, bagsOf(call));
    const TensorType &weight = call.type("weight"), &indices = call.type("indices"), &offsets = call.type("offsets");
    // PyTorch's fast path for sums does not say which bag an index is in. It knows no f64; with everything computed in
    // f64 the sizes stay those of the graph's own dtype.
    const bool fast = weight.dtype != DType::F64 || call.precision() == Precision::Float64;
    const bool plain = fast && bags.mode == Sum && bags.padding < 0;
    const SymInt sized = bags.forwardOnly && bags.mode == Sum ? offsets.sizes[0] : bags.count;
    const auto positions = [&](SymSizes sizes) { return TensorType{indices.dtype, std::move(sizes), {}, indices.device}; };
    return Types{withSizes(weight, {bags.count, weight.sizes[1]}), positions({plain ? SymInt(0) : indices.sizes[0]}), positions({sized}),
                 positions(bags.mode == Max ? SymSizes{bags.count, weight.sizes[1]} : SymSizes{sized})};
}

Result<void> bagReference(KernelCall& call) {
    WHITTLE_TRY(const Bags bags, bagsOf(call));
    const DType dtype = call.outputType().dtype;
    const Tensor weight = dense(call.tensor("weight"), computeDType(dtype));
    const Tensor indices = indexOf(call, "indices"), offsets = indexOf(call, "offsets");
    WHITTLE_TRY_VOID(refuseOutside(call, indices, weight.dim(0), 0));
    const Tensor* given = call.optionalTensor("per_sample_weights");
    const Tensor scales = given ? dense(*given, DType::F64) : Tensor();
    const Index count = call.outputSizes()[0], width = weight.dim(1), length = indices.numel();
    const std::int64_t *index = indices.data<std::int64_t>(), *start = offsets.data<std::int64_t>();
    for (Index b = 0; b < offsets.numel(); ++b)
        if (start[b] < (b == 0 ? 0 : start[b - 1]) || start[b] > length || (b == 0 && start[0] != 0))
            return fail(Code::Run, "{}: offset {} is {}; offsets start at 0 and ascend up to the {} indices", call.op().name, b, start[b], length);
    Tensor out = Tensor::zeros(weight.dtype(), {count, width}), bagOf = Tensor::zeros(DType::I64, {length});
    Tensor sizes = Tensor::zeros(DType::I64, {count}), best = Tensor::zeros(DType::I64, {count, width});
    std::int64_t *bag = bagOf.mutableData<std::int64_t>(), *size = sizes.mutableData<std::int64_t>(), *from = best.mutableData<std::int64_t>();
    visitFloat(weight.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        std::vector<double> row(static_cast<std::size_t>(width));
        for (Index b = 0; b < count; ++b) {
            std::fill(row.begin(), row.end(), 0.0);
            const Index end = b + 1 < offsets.numel() ? start[b + 1] : length;
            for (Index i = start[b]; i < end; ++i) {
                bag[i] = b;
                if (index[i] == bags.padding) continue;
                const T* x = weight.data<T>() + index[i] * width;
                for (Index j = 0; j < width; ++j) {
                    double& sum = row[static_cast<std::size_t>(j)];
                    if (bags.mode != Max) sum += static_cast<double>(x[j]) * (given ? scales.data<double>()[i] : 1.0);
                    else if (size[b] == 0 || x[j] > sum) {
                        sum = x[j];
                        from[b * width + j] = index[i];
                    }
                }
                ++size[b];
            }
            const double divisor = bags.mode == Mean && size[b] > 0 ? static_cast<double>(size[b]) : 1.0;
            for (Index j = 0; j < width; ++j) to[b * width + j] = static_cast<T>(row[static_cast<std::size_t>(j)] / divisor);
        }
    });
    const DType positions = call.outputType(1).dtype;
    finish(call, 0, out);
    call.setOutput(1, call.outputSizes(1)[0] == 0 && length > 0 ? Tensor::empty(positions, {0}) : bagOf.to(positions));
    // Sums need no sizes, so PyTorch leaves them at zero.
    const Tensor told = bags.mode == Sum ? Tensor::zeros(positions, call.outputSizes(2)) : sizes.to(positions);
    call.setOutput(2, told);
    call.setOutput(3, bags.mode == Max ? best.to(positions) : told);
    return {};
}

#define WHITTLE_BAG(name_, schemaName, args, text) \
    {.name = "aten." name_, .schema = schemaName "(Tensor weight, Tensor indices, Tensor offsets, " args ") -> (Tensor, Tensor, Tensor, Tensor)", \
     .summary = text, .inferType = bagTypes, .reference = bagReference}

constexpr OpDef kOps[] = {
    WHITTLE_BAG("_embedding_bag.default", "_embedding_bag", "bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int padding_idx=-1", "Rows of weight joined over bags of indices, and how the bags were cut."),
    WHITTLE_BAG("_embedding_bag_forward_only.default", "_embedding_bag_forward_only", "bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int padding_idx=-1", "Rows of weight joined over bags of indices; no gradient will be asked for."),
    WHITTLE_BAG("embedding_bag.default", "embedding_bag", "bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False", "Rows of weight joined over bags of indices."),
    WHITTLE_BAG("embedding_bag.padding_idx", "embedding_bag.padding_idx", "bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx", "Rows of weight joined over bags of indices, one index counting as nothing."),
};

#undef WHITTLE_BAG

}  // namespace

std::span<const OpDef> embeddingBagOps() { return kOps; }

}  // namespace whittle::ops
