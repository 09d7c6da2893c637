// What an error of fail_on_recompile says: which entries there are, the nearest one first, and what would have let the call through.
#pragma once

#include "engine/dispatch/compiled_function.h"

namespace whittle {

/// `entries`: in lookup order; none of them fits the call. The nearest is the one fewest of whose guards fail, of equal ones the one used last.
Error refusal(const FunctionSpec& spec, std::span<const std::shared_ptr<CacheEntry>> entries, const GuardedCall& call);

}  // namespace whittle
