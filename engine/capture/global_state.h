// What a compiled function depends on besides its arguments: the settings of the process that PyTorch's GLOBAL_STATE and DEFAULT_DEVICE
// guards look at. Plain data, held by whoever compiles (engine/dispatch/context.h).
#pragma once

#include <string>
#include <vector>

#include "engine/ir/type.h"

namespace whittle {

struct GlobalState {
    bool gradMode = true;
    bool inferenceMode = false;
    bool autocast = false;  ///< on CPU; seen in the keys of tensors, as in PyTorch
    bool deterministicAlgorithms = false;
    bool deterministicWarnOnly = false;
    bool allowTf32 = false;
    int numThreads = 0;  ///< 0: as many as there are
    DType defaultDtype = DType::F32;
    std::optional<Device> defaultDevice;

    /// Names of what differs from `other`, as PyTorch gives them: "grad_mode num_threads". The default device is not among them.
    std::string changedFrom(const GlobalState& other) const;
    /// Whether that is nothing.
    bool matches(const GlobalState& other) const {
        return gradMode == other.gradMode && deterministicAlgorithms == other.deterministicAlgorithms && deterministicWarnOnly == other.deterministicWarnOnly &&
               allowTf32 == other.allowTf32 && numThreads == other.numThreads && defaultDtype == other.defaultDtype;
    }
    friend bool operator==(const GlobalState&, const GlobalState&) = default;
};

/// What PyTorch's dispatch keys of a tensor depend on.
struct DispatchKeys {
    std::string device = "cpu";
    bool inference = false, autocast = false;
    DispatchKeys() = default;
    DispatchKeys(const Device& on, const GlobalState& state) : device(on.type), inference(state.inferenceMode), autocast(state.autocast) {}
    std::string text() const;  ///< as PyTorch 2.6 names the set: "CPU, BackendSelect, ADInplaceOrView, AutogradCPU"
    bool matches(const Device& on, const GlobalState& state) const {
        return device == on.type && inference == state.inferenceMode && autocast == state.autocast;
    }
};

}  // namespace whittle
