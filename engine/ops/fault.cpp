// whittle.fault passes its input on. Only the executable knows better. Proof: tests/engine/passes/pipeline_test.cpp.
#include "engine/ops/fault.h"

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"

namespace whittle {

std::optional<PlantedFault> plantedFault(const Node& node) {
    if (node.op != kFaultOp) return std::nullopt;
    const auto text = [&](std::string_view name) {
        const Arg* arg = node.arg(name);
        const std::string* value = arg ? arg->as<std::string>() : nullptr;
        return value ? *value : std::string();
    };
    const auto kind = parseFailureKind(text("kind"));
    if (!kind) return std::nullopt;  // the type rule refuses such a node
    return PlantedFault{*kind, text("op"), text("node")};
}

namespace ops {
namespace {

Result<Types> faultType(const OpCall& call) {
    if (!parseFailureKind(call.text("kind")))
        return fail(Code::Argument, "fault.1: unknown kind of failure '{}'", call.text("kind"));
    return Types{call.type("self")};
}

Result<void> faultReference(KernelCall& call) {
    call.setOutput(0, call.tensor("self"));
    return {};
}

constexpr OpDef kOps[] = {
    {.name = kFaultOp, .schema = "fault(Tensor self, str kind, str op, str node) -> Tensor",
     .summary = "A fault planted in the compiler, for tests; the input itself everywhere else.",
     .inferType = faultType, .reference = faultReference, .complex = faultReference},
};

}  // namespace

std::span<const OpDef> faultOps() { return kOps; }

}  // namespace ops
}  // namespace whittle
