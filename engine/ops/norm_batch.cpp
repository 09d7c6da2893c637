// Batch norm by running or by the batch's own statistics. Proof: tests/engine/ops/norm_test.cpp.
#include "engine/ops/norm_parts.h"

namespace whittle::ops {
namespace {

using namespace norm;

enum class Statistics { Running, Batch };

Result<void> batchNormChecks(const OpCall& call, Statistics statistics) {
    WHITTLE_TRY_VOID(floatingInput(call));
    const TensorType& input = call.type("input");
    const std::string_view op = call.schema().name;
    if (input.rank() < 2) return fail(Code::Shape, "{}.3: the input is {}, rank 2 or more is needed", op, input.text());
    const SymSizes perChannel{input.sizes[1]};
    for (const char* name : {"weight", "bias", "running_mean", "running_var"})
        if (call.schema().arg(name)) WHITTLE_TRY_VOID(optionalSizes(call, name, perChannel));
    if (statistics == Statistics::Running && (!call.optionalType("running_mean") || !call.optionalType("running_var")))
        return fail(Code::Argument, "{}.4: inference needs running_mean and running_var", op);
    return {};
}

Statistics statisticsOf(const OpCall& call) { return call.flag("training") ? Statistics::Batch : Statistics::Running; }

// A training step writes its running statistics in place, which no graph holds: readers make it the functional form.
Result<void> refuseUpdate(const OpCall& call, std::string_view flag) {
    if (!call.flag(flag) || (!call.optionalType("running_mean") && !call.optionalType("running_var"))) return {};
    return fail(Code::Unsupported, "{}.5: training mode writes its running statistics in place; use _native_batch_norm_legit_functional",
                call.schema().name);
}

Result<Types> batchNormType(const OpCall& call) {
    WHITTLE_TRY_VOID(refuseUpdate(call, "training"));
    WHITTLE_TRY_VOID(batchNormChecks(call, statisticsOf(call)));
    return resized(call.type("input"), call.type("input").sizes);
}

// Each channel of each sample by its own statistics, or as batch norm by the running ones.
Result<Types> instanceNormType(const OpCall& call) {
    WHITTLE_TRY_VOID(refuseUpdate(call, "use_input_stats"));
    WHITTLE_TRY_VOID(batchNormChecks(call, call.flag("use_input_stats") ? Statistics::Batch : Statistics::Running));
    return resized(call.type("input"), call.type("input").sizes);
}

// (y, mean, rstd): the statistics are empty in inference, and nothing has none.
Result<Types> nativeBatchNormTypes(const OpCall& call, Statistics statistics) {
    const TensorType& input = call.type("input");
    if (statistics == Statistics::Batch && input.numel().is(0))
        return fail(Code::Shape, "{}.8: input tensor must have at least one element, but got {}", call.schema().name, input.text());
    TensorType saved = withSizes(input, {statistics == Statistics::Batch ? input.sizes[1] : SymInt(0)});
    saved.dtype = statisticsDType(call);
    return Types{withSizes(input, input.sizes), saved, saved};
}

Result<Types> noTrainingType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, Statistics::Running));
    return nativeBatchNormTypes(call, Statistics::Running);
}

Result<Types> noStatsType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, Statistics::Batch));
    return nativeBatchNormTypes(call, Statistics::Batch);
}

Result<Types> nativeBatchNormType(const OpCall& call) {
    WHITTLE_TRY_VOID(refuseUpdate(call, "training"));
    WHITTLE_TRY_VOID(batchNormChecks(call, statisticsOf(call)));
    return nativeBatchNormTypes(call, statisticsOf(call));
}

Result<Types> functionalType(const OpCall& call) {
    WHITTLE_TRY_VOID(batchNormChecks(call, statisticsOf(call)));
    WHITTLE_TRY(Types out, nativeBatchNormTypes(call, statisticsOf(call)));
    for (const char* name : {"running_mean", "running_var"})
        out.push_back(withSizes(call.type(name), call.type(name).sizes));
    return out;
}

// Mean and biased variance of each channel over the batch and the planes.
template <class T>
std::vector<Moments> channelMoments(const Tensor& input, Index batch, Index channels, Index plane) {
    std::vector<Moments> out;
    const T* x = input.data<T>();
    const auto count = static_cast<double>(batch * plane);
    for (Index c = 0; c < channels; ++c) {
        double sum = 0, squares = 0;
        for (Index n = 0; n < batch; ++n)
            for (Index p = 0; p < plane; ++p) sum += x[(n * channels + c) * plane + p];
        const double mean = sum / count;
        for (Index n = 0; n < batch; ++n)
            for (Index p = 0; p < plane; ++p) {
                const double d = x[(n * channels + c) * plane + p] - mean;
                squares += d * d;
            }
        out.push_back({mean, squares / count});
    }
    return out;
}

Result<void> batchNorm(KernelCall& call, Statistics statistics) {
    const DType compute = computeDType(call.outputType().dtype);
    const Tensor input = dense(call.tensor("input"), compute);
    const Index batch = input.dim(0), channels = input.dim(1), plane = elementCount(std::span(input.sizes()).subspan(2));
    const auto weight = elementsOr(call.optionalTensor("weight"), channels, 1.0);
    const auto bias = elementsOr(call.optionalTensor("bias"), channels, 0.0);
    const double eps = call.number("eps");
    Tensor out = Tensor::empty(compute, input.sizes());
    std::vector<Moments> moments;
    if (statistics == Statistics::Running) {
        const auto mean = elementsOr(call.optionalTensor("running_mean"), channels, 0.0);
        const auto variance = elementsOr(call.optionalTensor("running_var"), channels, 1.0);
        for (std::size_t c = 0; c < mean.size(); ++c) moments.push_back({mean[c], variance[c]});
    }
    visitFloat(compute, [&](auto tag) {
        using T = decltype(tag);
        if (statistics == Statistics::Batch) moments = channelMoments<T>(input, batch, channels, plane);
        const T* x = input.data<T>();
        T* y = out.mutableData<T>();
        for (Index n = 0; n < batch; ++n)
            for (std::size_t c = 0; c < moments.size(); ++c) {
                const double scale = weight[c] / std::sqrt(moments[c].variance + eps);
                const double shift = bias[c] - moments[c].mean * scale;
                for (Index p = 0; p < plane; ++p) *y++ = static_cast<T>(*x++ * scale + shift);
            }
    });
    finish(call, 0, out);
    if (call.outputCount() >= 3) {
        std::vector<double> means, rstds;
        for (const Moments& m : moments) {
            means.push_back(m.mean);
            rstds.push_back(1 / std::sqrt(m.variance + eps));
        }
        if (statistics == Statistics::Running) means.clear(), rstds.clear();
        finish(call, 1, tensorOf(means, call.outputSizes(1)));
        finish(call, 2, tensorOf(rstds, call.outputSizes(2)));
    }
    if (call.outputCount() == 5) {  // the running statistics after the step, with the unbiased variance
        auto mean = elementsOr(call.optionalTensor("running_mean"), channels, 0.0);
        auto variance = elementsOr(call.optionalTensor("running_var"), channels, 1.0);
        const double momentum = call.number("momentum"), count = static_cast<double>(batch * plane);
        if (statistics == Statistics::Batch)
            for (std::size_t c = 0; c < moments.size(); ++c) {
                mean[c] = (1 - momentum) * mean[c] + momentum * moments[c].mean;
                variance[c] = (1 - momentum) * variance[c] + momentum * moments[c].variance * count / (count - 1);
            }
        finish(call, 3, tensorOf(mean, call.outputSizes(3)));
        finish(call, 4, tensorOf(variance, call.outputSizes(4)));
    }
    return {};
}

Result<void> inferenceReference(KernelCall& call) { return batchNorm(call, Statistics::Running); }
Result<void> batchStatisticsReference(KernelCall& call) { return batchNorm(call, Statistics::Batch); }
Result<void> eitherReference(KernelCall& call) { return batchNorm(call, statisticsOf(call)); }

Result<std::vector<ValueId>> batchNormDecompose(const OpCall& call, OpBuilder& build) {
    std::vector<NamedArg> args{{"input", call.arg("input")}, {"weight", call.arg("weight")}, {"bias", call.arg("bias")}};
    const bool training = call.flag("training");
    if (training) args.push_back({"training", true});
    else
        for (const char* name : {"running_mean", "running_var"}) args.push_back({name, call.arg(name)});
    for (const char* name : {"momentum", "eps"}) args.push_back({name, call.arg(name)});
    WHITTLE_TRY(std::vector<ValueId> outputs,
                build.call(training ? "aten._native_batch_norm_legit.no_stats" : "aten._native_batch_norm_legit_no_training.default", std::move(args)));
    outputs.resize(1);
    return outputs;
}

Result<std::vector<ValueId>> instanceNormDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const ValueId input, build.one("aten.contiguous.default", {{"self", call.arg("input")}}));  // whatever its layout, the result is row-major
    std::vector<NamedArg> args{{"input", input}, {"weight", call.arg("weight")}, {"bias", call.arg("bias")}, {"eps", call.arg("eps")}};
    if (call.flag("use_input_stats")) {  // a group of one channel
        const auto channels = call.type("input").sizes[1].constant();
        if (!channels) return fail(Code::Unsupported, "instance_norm.6: the number of channels is {}, a known one is needed", call.type("input").sizes[1].text());
        args.push_back({"num_groups", *channels});
        return build.call("aten.group_norm.default", std::move(args));
    }
    for (const char* name : {"running_mean", "running_var", "momentum", "cudnn_enabled"}) args.push_back({name, call.arg(name)});
    args.push_back({"training", false});
    return build.call("aten.batch_norm.default", std::move(args));
}

// --- lowering ----------------------------------------------------------------------------------------------

// The running statistics after the step: outputs 3 and 4. Without statistics of the batch they stay.
Result<void> runningLower(const OpCall& call, LoopBuilder& loops, const std::optional<MomentExprs>& batch) {
    const bool mean = loops.output() == 3;
    const Expr now = loops.at(call.arg(mean ? "running_mean" : "running_var"), loops.index()).to(DType::F64);
    if (!batch) {
        loops.store(now);
        return {};
    }
    const TensorType& input = call.type("input");
    SymInt elements = input.sizes[0];
    for (std::size_t i = 2; i < input.sizes.size(); ++i) elements = elements * input.sizes[i];
    const double momentum = call.number("momentum");
    const Expr count = loops.position(elements).to(DType::F64);
    const Expr fresh = mean ? momentum * batch->mean : momentum * batch->variance * count / (count - 1.0);  // unbiased
    loops.store((1 - momentum) * now + fresh);
    return {};
}

// Statistics of each channel over the batch and the planes; the saved ones are outputs 1 and 2.
Result<void> batchLower(const OpCall& call, LoopBuilder& loops) {
    const TensorType& input = call.type("input");
    const DType compute = computeDType(input.dtype);
    const SymInt& channel = loops.index(loops.output() == 0 ? 1 : 0);
    SymSizes extents{input.sizes[0]};
    extents.insert(extents.end(), input.sizes.begin() + 2, input.sizes.end());
    const MomentExprs m = lowerMoments(loops, extents, product(extents), [&](const SymSizes& r) {
        SymSizes index{r[0], channel};
        index.insert(index.end(), r.begin() + 1, r.end());
        return loops.at(call.arg("input"), index).to(compute);
    });
    for (const char* name : {"weight", "bias", "running_mean", "running_var"})
        if (const TensorType* type = call.schema().arg(name) ? call.optionalType(name) : nullptr) loops.require(type->sizes[0], input.sizes[1]);
    if (loops.output() > 2) return runningLower(call, loops, m);
    if (loops.output() == 1) loops.store(m.mean);
    if (loops.output() == 2) loops.store(rstdOf(m.variance, call.number("eps")));
    if (loops.output() > 0) return {};
    const Expr scale = lowerOptional(call, loops, "weight", {channel}, 1) / unary(LoopOp::Sqrt, m.variance + call.number("eps"));
    const Expr shift = lowerOptional(call, loops, "bias", {channel}, 0) - m.mean * scale;
    const Expr x = loops.at(call.arg("input"), loops.index()).to(compute).to(DType::F64);
    loops.store((x * scale + shift).to(compute));
    return {};
}

// Running statistics; the saved ones, outputs 1 and 2, are empty.
Result<void> inferenceLower(const OpCall& call, LoopBuilder& loops) {
    if (loops.output() > 2) return runningLower(call, loops, std::nullopt);
    if (loops.output() > 0) {
        loops.store(loops.number(DType::F64, 0));
        return {};
    }
    const TensorType& input = call.type("input");
    const SymInt& channel = loops.index(1);
    for (const char* name : {"weight", "bias", "running_mean", "running_var"})
        if (const TensorType* type = call.optionalType(name)) loops.require(type->sizes[0], input.sizes[1]);
    const Expr scale = lowerOptional(call, loops, "weight", {channel}, 1) /
                       unary(LoopOp::Sqrt, lowerOptional(call, loops, "running_var", {channel}, 1) + call.number("eps"));
    const Expr shift = lowerOptional(call, loops, "bias", {channel}, 0) - lowerOptional(call, loops, "running_mean", {channel}, 0) * scale;
    const DType compute = computeDType(input.dtype);
    const Expr x = loops.at(call.arg("input"), loops.index()).to(compute).to(DType::F64);
    loops.store((x * scale + shift).to(compute));
    return {};
}

Result<void> eitherLower(const OpCall& call, LoopBuilder& loops) {
    return statisticsOf(call) == Statistics::Batch ? batchLower(call, loops) : inferenceLower(call, loops);
}

constexpr OpDef kOps[] = {
    {.name = "aten._native_batch_norm_legit_no_training.default",
     .schema = "_native_batch_norm_legit_no_training(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean,"
               " Tensor running_var, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm by running statistics; the saved statistics are empty.", .inferType = noTrainingType,
     .reference = laidOut<inferenceReference, channelsLikeFirst>, .lower = inferenceLower},
    {.name = "aten.batch_norm.default",
     .schema = "batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var,"
               " bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor",
     .summary = "Batch norm by running statistics, or in training without any by the batch's own.", .inferType = batchNormType,
     .reference = laidOut<eitherReference, channelsLikeFirst>, .decompose = batchNormDecompose, .lower = eitherLower},
    {.name = "aten.instance_norm.default",
     .schema = "instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var,"
               " bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
     .summary = "Gives each channel of each sample mean 0 and variance 1, then scales and shifts it.", .inferType = instanceNormType,
     .decompose = instanceNormDecompose},
    {.name = "aten._native_batch_norm_legit.default",
     .schema = "_native_batch_norm_legit(Tensor input, Tensor? weight, Tensor? bias, Tensor(a!) running_mean, Tensor(b!) running_var,"
               " bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm that updates its running statistics in place.", .functional = "aten._native_batch_norm_legit_functional.default"},
    {.name = "aten.native_batch_norm.default",
     .schema = "native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var,"
               " bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm with the batch's or the running statistics.", .inferType = nativeBatchNormType,
     .reference = laidOut<eitherReference, channelsLikeFirst>, .lower = eitherLower},
    {.name = "aten._native_batch_norm_legit.no_stats",
     .schema = "_native_batch_norm_legit.no_stats(Tensor input, Tensor? weight, Tensor? bias, bool training, float momentum,"
               " float eps) -> (Tensor, Tensor, Tensor)",
     .summary = "Batch norm by the batch's own statistics.", .inferType = noStatsType,
     .reference = laidOut<batchStatisticsReference, channelsLikeFirst>, .lower = batchLower},
    {.name = "aten._native_batch_norm_legit_functional.default",
     .schema = "_native_batch_norm_legit_functional(Tensor input, Tensor? weight, Tensor? bias, Tensor running_mean,"
               " Tensor running_var, bool training, float momentum, float eps)"
               " -> (Tensor, Tensor, Tensor, Tensor running_mean_out, Tensor running_var_out)",
     .summary = "Batch norm that returns the updated running statistics.", .inferType = functionalType,
     .reference = laidOut<eitherReference, channelsLikeFirst>, .lower = eitherLower},
};

}  // namespace

std::span<const OpDef> batchNormOps() { return kOps; }

}  // namespace whittle::ops
