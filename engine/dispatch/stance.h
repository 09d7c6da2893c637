// What a compiled function does when no entry of its cache fits: torch.compiler.set_stance (PyTorch 2.6; the last two from 2.7).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace whittle {

/// The stances, in the order in which they are shown.
std::span<const std::string_view> stanceNames();

struct Stance {
    std::string name = "default";      ///< any word: a wrong one is refused by the call that meets it, as in PyTorch
    bool skipGuardEvalUnsafe = false;  ///< ask only the guards that tell entries apart: wrong results where another one would fail
    std::string forceBackend;          ///< empty: each function's own
    friend bool operator==(const Stance&, const Stance&) = default;
};

/// "default", "default, backend eager", "eager_on_recompile, skip_guard_eval_unsafe".
std::string stanceText(const Stance& stance);

/// Errors: Argument "non-default stance cannot have force_backend set".
Result<void> checkStance(const Stance& stance);

}  // namespace whittle
