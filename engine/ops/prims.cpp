// The prims that Inductor's passes leave in graphs, in terms of ATen's operators. Its random ones are in
// random_inductor.cpp.
#include "engine/ops/all_ops.h"
#include "engine/ops/promote.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

// A copy also where the dtype is the same.
Result<std::vector<ValueId>> convertDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten._to_copy.default", {{"self", call.arg("a")}, {"dtype", call.arg("dtype")}});
}

Result<std::vector<ValueId>> devicePutDecompose(const OpCall& call, OpBuilder& build) {
    return build.call("aten._to_copy.default", {{"self", call.arg("a")}, {"device", call.arg("device")}, {"non_blocking", call.arg("non_blocking")}});
}

// start, start + step, ...: `length` of them.
Result<std::vector<ValueId>> iotaDecompose(const OpCall& call, OpBuilder& build) {
    const DType dtype = *call.dtype("dtype");
    if (!isIntegral(dtype)) return fail(Code::Type, "iota.1: Only integer dtypes are supported, got {}", dtypeName(dtype));
    if (call.symInt("step").is(0)) return fail(Code::Argument, "iota.2: step must be nonzero");
    if (const auto length = call.symInt("length").constant(); length && *length < 0)
        return fail(Code::Argument, "iota.3: length must be non-negative, it is {}", *length);
    Steps steps(call, build);
    ValueId out = steps("aten.arange.default", {call.arg("length")}, {{"dtype", dtype}, {"device", call.arg("device")}});
    if (!call.symInt("step").is(1)) out = steps("aten.mul.Scalar", {out, call.arg("step")});
    if (!call.symInt("start").is(0)) out = steps("aten.add.Scalar", {out, call.arg("start")});
    return steps.done(out);
}

constexpr OpDef kOps[] = {
    {.name = "prims.convert_element_type.default", .schema = "convert_element_type(Tensor a, ScalarType dtype) -> Tensor",
     .summary = "A copy in another dtype.", .inferType = decomposedType, .decompose = convertDecompose},
    {.name = "prims.device_put.default", .schema = "device_put(Tensor a, Device device, bool non_blocking=False) -> Tensor",
     .summary = "A copy on another device.", .inferType = decomposedType, .decompose = devicePutDecompose},
    {.name = "prims.iota.default",
     .schema = "iota(SymInt length, *, SymInt start, SymInt step, ScalarType dtype, Device device, bool requires_grad) -> Tensor",
     .summary = "start, start + step, ...: `length` numbers.", .inferType = decomposedType, .decompose = iotaDecompose},
};

}  // namespace

std::span<const OpDef> primOps() { return kOps; }

}  // namespace whittle::ops
