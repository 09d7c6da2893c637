// Batch norm under the names that later exports give it: the same results and a reserve for GPU libraries, empty here.
#include "engine/ops/all_ops.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

ValueId reserve(Steps& steps) { return steps("aten.empty.memory_format", {Arg::List{0}}, {{"dtype", DType::U8}}); }

Values withUpdate(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    auto out = steps.several("aten._native_batch_norm_legit_functional.default",
                             {call.arg("input"), call.arg("weight"), call.arg("bias"), call.arg("running_mean"), call.arg("running_var"), true,
                              call.arg("momentum"), call.arg("eps")}, 5);
    out.insert(out.begin() + 3, reserve(steps));
    return steps.done(std::move(out));
}

Values withoutUpdate(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    auto out = steps.several("aten.native_batch_norm.default",
                             {call.arg("input"), call.arg("weight"), call.arg("bias"), call.arg("running_mean"), call.arg("running_var"), false,
                              call.arg("momentum"), call.arg("eps")}, 3);
    out.push_back(reserve(steps));
    return steps.done(std::move(out));
}

Values backward(const OpCall& call, OpBuilder& build) {
    Steps steps(call, build);
    return steps.done(steps.several("aten.native_batch_norm_backward.default",
                                    {call.arg("grad_out"), call.arg("input"), call.arg("weight"), call.arg("running_mean"), call.arg("running_var"),
                                     call.arg("save_mean"), call.arg("save_var"), call.arg("update"), call.arg("eps"), call.arg("output_mask")}, 3));
}

// Each sample's channels as channels of one sample; the running statistics are then means over the samples.
Values instanceNorm(const OpCall& call, OpBuilder& build) {
    const TensorType& input = call.type("input");
    if (input.rank() < 2) return fail(Code::Shape, "instance_norm.3: the input is {}, rank 2 or more is needed", input.text());
    Steps steps(call, build);
    const SymInt batch = input.sizes[0], channels = input.sizes[1];
    const auto repeated = [&](const char* name) -> Arg {
        if (!steps.value(name).valid()) return {};
        return steps("aten.repeat.default", {steps.value(name), Arg::List{steps.size(batch)}});
    };
    SymSizes joined = input.sizes;
    joined[0] = 1;
    joined[1] = batch * channels;
    const ValueId dense = steps("aten.contiguous.default", {call.arg("input")});
    const Arg mean = repeated("running_mean"), variance = repeated("running_var");
    const auto out = steps.several("aten._native_batch_norm_legit_functional.default",
                                   {steps.view(dense, joined), repeated("weight"), repeated("bias"), mean, variance, true, call.arg("momentum"), call.arg("eps")}, 5);
    const auto overSamples = [&](ValueId statistics) {
        return steps("aten.mean.dim", {steps.view(statistics, {batch, channels}), Arg::List{0}, false});
    };
    return steps.done({steps.view(out[0], input.sizes), overSamples(out[3]), overSamples(out[4])});
}

#define WHITTLE_ARGS "Tensor input, Tensor? weight, Tensor? bias, "
constexpr OpDef kOps[] = {
    {.name = "aten._batch_norm_with_update_functional.default",
     .schema = "_batch_norm_with_update_functional(" WHITTLE_ARGS "Tensor running_mean, Tensor running_var, float momentum, float eps)"
               " -> (Tensor, Tensor, Tensor, Tensor, Tensor running_mean_out, Tensor running_var_out)",
     .summary = "Batch norm of a training step; returns the updated running statistics.", .inferType = decomposedType, .decompose = withUpdate},
    {.name = "aten._batch_norm_with_update.default",
     .schema = "_batch_norm_with_update(" WHITTLE_ARGS "Tensor(a!) running_mean, Tensor(b!) running_var, float momentum, float eps)"
               " -> (Tensor, Tensor, Tensor, Tensor)",
     .summary = "Batch norm of a training step, which updates its running statistics in place.", .functional = "aten._batch_norm_with_update_functional.default"},
    {.name = "aten._batch_norm_no_update.default",
     .schema = "_batch_norm_no_update(" WHITTLE_ARGS "Tensor? running_mean, Tensor? running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor, Tensor)",
     .summary = "Batch norm by running statistics.", .inferType = decomposedType, .decompose = withoutUpdate},
    {.name = "aten.batch_norm_backward.default",
     .schema = "batch_norm_backward(Tensor grad_out, Tensor input, Tensor weight, Tensor? running_mean, Tensor? running_var, Tensor? save_mean,"
               " Tensor? save_var, bool update, float eps, bool[3] output_mask, Tensor reserve) -> (Tensor, Tensor, Tensor)",
     .summary = "Gradients of _batch_norm_with_update.", .inferType = decomposedType, .decompose = backward},
    {.name = "whittle.instance_norm_functional.default",
     .schema = "instance_norm_functional(" WHITTLE_ARGS "Tensor running_mean, Tensor running_var, float momentum, float eps)"
               " -> (Tensor, Tensor running_mean_out, Tensor running_var_out)",
     .summary = "instance_norm of a training step; returns the updated running statistics. Readers write it out in PyTorch's operators.",
     .inferType = decomposedType, .decompose = instanceNorm},
};
#undef WHITTLE_ARGS

}  // namespace

std::span<const OpDef> batchNormFormsOps() { return kOps; }

}  // namespace whittle::ops
