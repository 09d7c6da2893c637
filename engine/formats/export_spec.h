// What a program's signature says of its inputs and outputs, in the schema's words.
#pragma once

#include <array>
#include <string_view>

#include "engine/ir/graph.h"

namespace whittle {

/// with_effects(token, op, *args) gives a token and what op gives: PyTorch puts operators with effects in order by handing a token
/// from one to the next. Our nodes run in order, so the operator stands for itself and no token is kept.
inline constexpr std::string_view kExportWithEffects = "higher_order.with_effects";
inline constexpr std::string_view kExportToken = "token";  ///< of inputs and outputs alike

struct ExportInputKind {
    std::string_view tag;
    InputKind kind;
    std::string_view nameKey;
};
/// Those of weights; user_input and constant_input have a form of their own.
inline constexpr std::array<ExportInputKind, 3> kExportInputs{{{"parameter", InputKind::Parameter, "parameter_name"},
                                                               {"buffer", InputKind::Buffer, "buffer_name"},
                                                               {"tensor_constant", InputKind::Constant, "tensor_constant_name"}}};

struct ExportOutputKind {
    std::string_view tag;
    OutputKind kind;
    std::string_view targetKey;
    std::string_view note;  ///< kept as an ordinary output, and said so
};
inline constexpr std::array<ExportOutputKind, 6> kExportOutputs{{
    {"user_output", OutputKind::User, "", ""},
    {"loss_output", OutputKind::User, "", "the loss"},
    {"buffer_mutation", OutputKind::BufferMutation, "buffer_name", ""},
    {"user_input_mutation", OutputKind::InputMutation, "user_input_name", ""},
    {"gradient_to_parameter", OutputKind::User, "parameter_name", "the gradient of '{}'"},
    {"gradient_to_user_input", OutputKind::User, "user_input_name", "the gradient of '{}'"},
}};

}  // namespace whittle
