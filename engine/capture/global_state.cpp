#include "engine/capture/global_state.h"

#include <algorithm>
#include <cctype>

namespace whittle {

std::string GlobalState::changedFrom(const GlobalState& other) const {
    std::vector<std::string_view> names;
    if (gradMode != other.gradMode) names.push_back("grad_mode");
    if (deterministicAlgorithms != other.deterministicAlgorithms) names.push_back("deterministic_algorithms");
    if (deterministicWarnOnly != other.deterministicWarnOnly) names.push_back("deterministic_algorithms_warn_only");
    if (allowTf32 != other.allowTf32) names.push_back("allow_tf32");
    if (numThreads != other.numThreads) names.push_back("num_threads");
    if (defaultDtype != other.defaultDtype) names.push_back("default_dtype");
    return fmt::format("{}", fmt::join(names, " "));
}

std::string DispatchKeys::text() const {
    std::string backend = device;
    if (device == "meta") backend = "Meta";
    else std::ranges::transform(backend, backend.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    std::string out = fmt::format("{}, BackendSelect, ADInplaceOrView", backend);
    if (!inference) out += ", Autograd" + backend;
    if (autocast && device == "cpu") out += ", AutocastCPU";
    return out;
}

}  // namespace whittle
