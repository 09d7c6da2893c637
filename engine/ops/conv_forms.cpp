// Convolution as older exports and traced programs call it: with hints to GPU libraries, or padding by name.
#include "engine/ops/all_ops.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

using Values = Result<std::vector<ValueId>>;

Values withHints(const OpCall& call, OpBuilder& build) { return forwardTo("aten.convolution.default", call, build); }

// The weight tells the rank; an input without a batch is not taken.
Values byMode(const OpCall& call, OpBuilder& build) {
    const TensorType &input = call.type("input"), &weight = call.type("weight");
    if (weight.rank() < 3 || weight.rank() > 5 || input.rank() != weight.rank())
        return fail(Code::Shape, "_convolution_mode.1: the weight is {} and the input {}, one rank of 3 to 5 is needed", weight.text(), input.text());
    constexpr std::string_view kByRank[] = {"aten.conv1d.padding", "aten.conv2d.padding", "aten.conv3d.padding"};
    return forwardTo(kByRank[weight.rank() - 3], call, build);
}

#define WHITTLE_ARGS "Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, "
#define WHITTLE_GENERAL(ints) WHITTLE_ARGS "SymInt[] padding, SymInt[] dilation, bool transposed, " ints " output_padding, SymInt groups, bool benchmark, bool deterministic, bool cudnn_enabled"
#define WHITTLE_ROW(overload, schema_, text, recipe) \
    {.name = "aten." overload, .schema = schema_ ") -> Tensor", .summary = text, .inferType = decomposedType, .decompose = recipe}

constexpr OpDef kOps[] = {
    WHITTLE_ROW("_convolution.default", "_convolution(" WHITTLE_GENERAL("SymInt[]") ", bool allow_tf32", "convolution with hints to GPU libraries.", withHints),
    WHITTLE_ROW("_convolution.deprecated", "_convolution.deprecated(" WHITTLE_GENERAL("int[]"), "convolution with hints to GPU libraries.", withHints),
    WHITTLE_ROW("_convolution_mode.default", "_convolution_mode(" WHITTLE_ARGS "str padding, SymInt[] dilation, SymInt groups", "convolution padded by name.", byMode),
};

#undef WHITTLE_ROW
#undef WHITTLE_GENERAL
#undef WHITTLE_ARGS

}  // namespace

std::span<const OpDef> convFormsOps() { return kOps; }

}  // namespace whittle::ops
