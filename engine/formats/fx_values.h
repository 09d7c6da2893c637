// Literals of FX text that stand for types and tensors: the annotations of `print_readable`, dtypes and devices,
// and the `tensor(...)` values of a reproducer's __init__. All errors start with "line:column: ".
#pragma once

#include "engine/formats/fx_parser.h"
#include "engine/ir/graph.h"

namespace whittle::fx {

/// "f32[4, s0][s0, 1]cpu", "Sym(s0 + 1)", and our own "float", "bool". Nothing for an annotation that says less
/// than a type: a plain Python one, or a symbol that is not an integer expression ("Sym(s0 > 4)").
/// Errors: Format, Unsupported for a dtype that Whittle lacks.
Result<std::optional<Type>> parseAnnotation(const Expr& annotation);

/// "torch.float16". Errors: Unsupported.
Result<DType> parseDTypeExpr(const Expr& expr);
/// device(type='cuda', index=0), torch.device('cuda:0'), 'cpu'. Errors: Format.
Result<Device> parseDeviceExpr(const Expr& expr);

/// Deterministic example data where a script has none: standard normal for floating dtypes, 0 or 1 for others,
/// which is in range for nearly every index. One seed gives the same elements on every machine.
Tensor exampleTensor(DType dtype, Sizes sizes, std::uint64_t seed);

/// torch.nn.Parameter(...), tensor([...], dtype=...), torch.randn([...]), torch.randint(1, size=[...]), .cuda().
/// Random calls give exampleTensor of `seed`, or without one no tensor, only its type. Errors: Unsupported for other
/// calls, Shape for ragged lists, Limit for more elements than the machine can hold.
struct TensorValue {
    TensorType type;  ///< with the device that the text names
    Tensor tensor;
    bool random = false;
};
Result<TensorValue> parseTensorExpr(const Expr& expr, std::optional<std::uint64_t> seed);

/// "[2, 3]" or "(2, 3)". Errors: Format; Limit for more elements than the machine can hold.
Result<Sizes> parseSizesExpr(const Expr& list);
/// Nested lists of numbers; without a dtype PyTorch's choice. Errors: Shape for ragged lists, Unsupported for other elements.
Result<Tensor> parseElements(const Expr& list, std::optional<DType> dtype);
/// float('inf') and its kin; nothing for any other expression.
std::optional<double> parseFloatCall(const Expr& expr);

}  // namespace whittle::fx
