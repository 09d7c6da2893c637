// What a text without annotations leaves out, told by the tensors it is to be run with: `gm.code` and scripts whose weights
// are modules name their inputs and say neither shape nor dtype.
#pragma once

#include <optional>

#include "engine/formats/case_file.h"

namespace whittle::fx {

struct InputSpec;

class GivenTensors {
public:
    GivenTensors(CaseTensors tensors, std::string file) : m_tensors(std::move(tensors)), m_file(std::move(file)) {}

    /// The parameter `name` of forward, `users` user inputs after the first. torch.export lifts the weight 'fc.weight' to a
    /// parameter "p_fc_weight", a buffer to "b_..." and a constant to "c_..."; where the file has weights it is one of them,
    /// else it is in.<users>. Errors: Type naming what is missing, Format when two tensors have the name.
    Result<InputSpec> parameter(std::string_view name, std::size_t users) const;
    /// The weight that the parameter `name` was lifted from, or nothing when the file has none of that name. Errors: Format as above.
    Result<std::optional<InputSpec>> weight(std::string_view name) const;
    /// Whether `name` is of a weight and the file has weights, but not this one.
    bool lacks(std::string_view name) const;
    /// 'fc.weight' of `self.fc.weight`. Errors: Type.
    Result<InputSpec> attribute(std::string_view path) const;

private:
    bool anyWeights() const;
    CaseTensors m_tensors;
    std::string m_file;
};

}  // namespace whittle::fx
