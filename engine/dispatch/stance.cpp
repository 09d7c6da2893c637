#include "engine/dispatch/stance.h"

#include <array>

namespace whittle {

std::span<const std::string_view> stanceNames() {
    static constexpr std::array<std::string_view, 6> kNames{"default",           "force_eager",        "eager_on_recompile",
                                                            "fail_on_recompile", "eager_then_compile", "aot_eager_then_compile"};
    return kNames;
}

std::string stanceText(const Stance& stance) {
    std::string out = stance.name;
    if (stance.skipGuardEvalUnsafe) out += ", skip_guard_eval_unsafe";
    if (!stance.forceBackend.empty()) out += ", backend " + stance.forceBackend;
    return out;
}

Result<void> checkStance(const Stance& stance) {
    if (stance.name != "default" && !stance.forceBackend.empty()) return fail(Code::Argument, "non-default stance cannot have force_backend set");
    return {};
}

}  // namespace whittle
