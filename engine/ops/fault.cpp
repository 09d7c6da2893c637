// whittle.fault passes its input on. Only the executable knows better. Proof: tests/engine/passes/pipeline_test.cpp.
#include "engine/ops/fault.h"

#include <algorithm>
#include <charconv>

#include "engine/ops/all_ops.h"
#include "engine/ops/kernel_call.h"

namespace whittle {
namespace {

constexpr FaultWord kWords[] = {
    {"compile_error", FailureKind::CompileError}, {"crash", FailureKind::Crash},       {"abort", FailureKind::Crash},
    {"sigfpe", FailureKind::Crash},               {"hang", FailureKind::Hang},         {"out_of_memory", FailureKind::OutOfMemory},
    {"run_error", FailureKind::RunError},         {"wrong_result", FailureKind::WrongResult}, {"nan", FailureKind::WrongResult},
};

}  // namespace

std::span<const FaultWord> faultWords() { return kWords; }

std::optional<FaultText> parseFault(std::string_view text) {
    const std::string_view name = text.substr(0, text.find('@'));
    const auto word = std::ranges::find(kWords, name, &FaultWord::name);
    if (word == std::end(kWords)) return std::nullopt;
    FaultText fault{.word = word};
    if (name.size() == text.size()) return fault;
    const std::string_view rate = text.substr(name.size() + 1);
    const auto [end, error] = std::from_chars(rate.data(), rate.data() + rate.size(), fault.rate);
    const bool isRate = error == std::errc() && end == rate.data() + rate.size() && fault.rate > 0 && fault.rate <= 1;
    return isRate ? std::optional(fault) : std::nullopt;
}

std::optional<PlantedFault> plantedFault(const Node& node) {
    if (node.op != kFaultOp) return std::nullopt;
    const auto text = [&](std::string_view name) {
        const Arg* arg = node.arg(name);
        const std::string* value = arg ? arg->as<std::string>() : nullptr;
        return value ? *value : std::string();
    };
    const auto fault = parseFault(text("kind"));
    if (!fault) return std::nullopt;  // the type rule refuses such a node
    return PlantedFault{fault->word->kind, fault->word->name, fault->rate, text("op"), text("node")};
}

namespace ops {
namespace {

Result<Types> faultType(const OpCall& call) {
    if (!parseFault(call.text("kind")))
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
