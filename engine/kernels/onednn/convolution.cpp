#include "engine/kernels/onednn/convolution.h"

#include "engine/kernels/compiled_tail.h"
#include "engine/kernels/convolution_window.h"
#include "engine/kernels/result_place.h"
#include "engine/kernels/session_state.h"
#include "engine/ops/layout.h"
#include "engine/ops/product_kernels.h"

namespace whittle::dnn {
namespace {

Operand rowMajor(DType dtype, const Sizes& sizes) { return {dtype, sizes, contiguousStrides(sizes)}; }

std::optional<Sizes> constants(const SymSizes& sizes) {
    Sizes out;
    for (const SymInt& size : sizes) {
        const auto value = size.constant();
        if (!value) return std::nullopt;
        out.push_back(*value);
    }
    return out;
}

// Everything but the tensors' places.
Result<Convolution> problemOf(const OpCall& call, std::size_t spatial) {
    WHITTLE_TRY(ConvolutionWindow window, windowOf(call, spatial));
    return Convolution{.input = {}, .weight = {}, .out = {}, .bias = {}, .stride = std::move(window.stride), .padding = std::move(window.padding),
                       .dilation = std::move(window.dilation), .groups = window.groups, .post = {}, .transposed = window.transposed};
}

// The result goes to the tail image by image, or where there is one only, as a whole. Channels are innermost.
Result<void> convolveInParts(KernelSession& session, Convolution problem, const Pointers& data, const CompiledTail& tail) {
    KernelSession::State& state = session.state();
    const DType dtype = problem.out.dtype;
    const auto size = static_cast<Index>(dtypeSize(dtype));
    const Index images = problem.out.sizes[0], channels = problem.out.sizes[1], pixels = elementCount(problem.out.sizes) / (images * channels);
    const Index work = elementCount(problem.out.sizes) * (elementCount(problem.weight.sizes) / channels);
    const int threads = threadsFor(work);
    const Index bytes = pixels * channels * size;
    if (images == 1) {
        const gemm::Scratch scratch(state.gemm, static_cast<std::size_t>(bytes));
        Pointers whole = data;
        whole.out = scratch.data();
        WHITTLE_TRY_VOID(state.dnn.run(problem, whole));
        tail.whole(scratch.data(), dtype, pixels, channels, threads);
        return {};
    }
    problem.input.sizes[0] = problem.out.sizes[0] = 1;
    const gemm::Scratch scratch(state.gemm, static_cast<std::size_t>(bytes * threads));
    const auto at = [&](int thread) { return scratch.data() + thread * bytes; };
    const Pieces pieces{.count = images,
                        .place = [&](Index image, int thread) {
                            Pointers place = data;
                            place.first = static_cast<const std::byte*>(data.first) + image * problem.input.strides[0] * size;
                            place.out = at(thread);
                            return place;
                        },
                        .done = [&](Index image, int thread) { tail(at(thread), channels, {image * pixels, 0, pixels, channels}); }};
    return state.dnn.runEach(problem, pieces, threads);
}

// Its bf16 code multiplies whole groups of channels, and where the image has fewer, those of the pixel beside by 0: NaN where there is an
// infinity.
Result<void> wholeChannels(DType dtype, std::string_view implementation, std::int64_t channels) {
    const std::int64_t group = implementation.find("amx") != std::string_view::npos ? 32 : 2;
    if (dtype == DType::BF16 && channels % group != 0)
        return fail(Code::Unsupported, "oneDNN's bf16 code reads {} channels at a time, and would multiply what lies beside {} by 0", group, channels);
    return {};
}

// When the sizes are known.
Result<void> hasWholeChannels(KernelSession& session, const Convolution& problem) {
    const std::int64_t channels = problem.input.sizes[1] / problem.groups;
    if (problem.input.dtype != DType::BF16 || channels % 32 == 0) return {};
    WHITTLE_TRY(const std::string name, session.state().dnn.implementation(problem));
    return wholeChannels(problem.input.dtype, name, channels);
}

}  // namespace

Result<std::string> claimConvolution(const OpCall& call, KernelSession& session, Epilogue epilogue) {
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    if (input.rank() < 3 || input.rank() > 5 || input.rank() != weight.rank())
        return fail(Code::Unsupported, "the input is {}, a batch with 1 to 3 spatial dimensions is needed", input.text());
    const Epilogue byItself = isCompiled(epilogue) ? Epilogue() : epilogue;
    const auto known = problemOf(call, input.sizes.size() - 2);
    if (!known) return fail(Code::Unsupported, "{}", known.error().message);
    WHITTLE_TRY(const Types outputs, call.op().inferType(call));
    const auto in = constants(input.sizes), w = constants(weight.sizes), out = constants(asTensorType(outputs[0])->sizes);
    Convolution problem = *known;
    if (in && w && out && elementCount(*in) > 0 && elementCount(*out) > 0) {
        problem.input = rowMajor(input.dtype, *in);
        problem.weight = rowMajor(weight.dtype, *w);
        problem.out = rowMajor(input.dtype, *out);
        if (const TensorType* bias = call.optionalType("bias")) problem.bias = rowMajor(bias->dtype, {(*out)[1]});
        problem.channelsLast = true;
        problem.post = byItself;
        WHITTLE_TRY(std::string name, session.state().dnn.implementation(problem));
        WHITTLE_TRY_VOID(wholeChannels(input.dtype, name, (*in)[1] / known->groups));
        return name;
    }
    // Sizes are not known yet: whether the dtype works at all, asked with a small image.
    problem = {.input = rowMajor(input.dtype, {1, 16, 8, 8}), .weight = rowMajor(input.dtype, {16, 16, 1, 1}),
               .out = rowMajor(input.dtype, {1, 16, 8, 8}), .bias = {}, .stride = {1, 1}, .padding = {0, 0}, .dilation = {1, 1},
               .post = byItself, .channelsLast = true};
    WHITTLE_TRY(const std::string name, session.state().dnn.implementation(problem));
    if (const auto channels = input.sizes[1].constant()) WHITTLE_TRY_VOID(wholeChannels(input.dtype, name, *channels / known->groups));
    return version() + " convolution";
}

Result<void> runConvolution(KernelCall& call, KernelSession& session, Epilogue epilogue) {
    const bool fastest = call.layout() == ResultLayout::Fastest;
    const Tensor &image = call.tensor("input"), &weight = call.tensor("weight");
    const Tensor input = fastest && ops::isDense(image) ? image : image.contiguous();
    const bool compiled = isCompiled(epilogue);  // of compiled graphs, which ask for what is fastest
    const Sizes sizes = call.outputSizes();
    if (input.numel() == 0 || elementCount(sizes) == 0 || weight.numel() == 0)
        return fail(Code::Unsupported, "oneDNN does not convolve empty tensors");
    Tensor out = compiled ? Tensor() : takeResult(call);
    if (fastest && !compiled) out = out.asStrided(sizes, ops::channelsLastStrides(sizes), 0);
    WHITTLE_TRY(Convolution problem, problemOf(call, input.sizes().size() - 2));
    problem.channelsLast = fastest;
    std::vector<PostOp> post(epilogue.begin(), epilogue.end());
    for (PostOp& op : post)
        if (op.operand.defined()) op.operand = ops::inLayout(op.operand, out.strides());
    problem.input = operandOf(input);
    problem.weight = operandOf(weight);
    problem.out = compiled ? Operand{input.dtype(), sizes, ops::channelsLastStrides(sizes)} : operandOf(out);
    Tensor bias;
    if (const Tensor* given = call.optionalTensor("bias")) {
        bias = given->contiguous();
        problem.bias = operandOf(bias);
    }
    const Pointers data{input.data<std::byte>(), weight.data<std::byte>(), bias.defined() ? bias.data<std::byte>() : nullptr,
                        compiled ? nullptr : out.mutableData<std::byte>(), call.isWeight("weight") ? weight.storage() : nullptr};
    if (compiled) WHITTLE_TRY_VOID(hasWholeChannels(session, problem));
    if (compiled) return convolveInParts(session, problem, data, *epilogue.front().tail);
    problem.post = post;
    WHITTLE_TRY_VOID(hasWholeChannels(session, problem));
    WHITTLE_TRY_VOID(session.state().dnn.run(problem, data));
    call.setOutput(0, std::move(out));
    if (!fastest) ops::layOut(call, 0, ops::convLayout(call, call.outputSizes()));
    return {};
}

}  // namespace whittle::dnn
