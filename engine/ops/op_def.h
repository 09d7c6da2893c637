// One operator, whole: everything the workbench knows about it. Families of these stand in one .cpp
// file each; all_ops.cpp lists the families.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/ir/graph.h"
#include "engine/ir/schema.h"

namespace whittle {

class OpCall;
class KernelCall;
class OpBuilder;
class LoopBuilder;

using Types = std::vector<Type>;

struct OpDef {
    std::string_view name;     ///< "aten.cat.default"
    std::string_view schema;   ///< PyTorch's, "cat(Tensor[] tensors, int dim=0) -> Tensor"
    std::string_view summary;  ///< one sentence for docs and the inspector
    /// Output types from input types; also on symbolic sizes. Errors: Type or Shape, numbered "cat.1".
    Result<Types> (*inferType)(const OpCall& call) = nullptr;
    /// Obvious rather than fast; every other way to compute the op is compared with it. Null only for
    /// an op that has `decompose`.
    Result<void> (*reference)(KernelCall& call) = nullptr;
    /// The kernel when an operand or a dtype argument is complex; `reference` again where elements are only
    /// moved. Null, where there is a `reference`: complex numbers are refused.
    Result<void> (*complex)(KernelCall& call) = nullptr;
    /// The op in terms of others, as PyTorch decomposes it; answers the new outputs.
    Result<std::vector<ValueId>> (*decompose)(const OpCall& call, OpBuilder& build) = nullptr;
    /// The op as loops, for the compiler to fuse; null: the compiler calls a library or `reference`.
    Result<void> (*lower)(const OpCall& call, LoopBuilder& loops) = nullptr;
    /// In-place forms only ("aten.add_.Tensor"): the operator that computes the same result. Readers
    /// import the node as that operator, so no graph holds an in-place node.
    std::string_view functional = {};
    /// A number may stand for a Tensor argument, as PyTorch lets it for arithmetic ("add.Tensor(x, 2)").
    /// The rule and the kernel then ask OpCall::optionalType and KernelCall::optionalTensor first.
    bool numbersAsTensors = false;
    /// Draws from the run's generator (see drawsRandom). `decompose` and `lower` must leave such a node alone
    /// while it does: draws happen one operator at a time, in the order of the graph.
    bool random = false;
};

/// The operator named so, or null. Cost: one hash lookup. Thread-safe.
const OpDef* findOp(std::string_view name);
/// Its parsed schema, or null for an unknown operator; fits SchemaLookup.
const Schema* findSchema(std::string_view name);
/// Whether this use of the operator takes numbers from the run's generator: a `random` operator does, unless its
/// argument `train` or `training` says otherwise. Such a node may not be merged with its equal, moved across
/// another one, or dropped for being unread: each of these changes what all later ones draw.
bool drawsRandom(std::string_view op, std::span<const NamedArg> args);
/// The family that lists it in all_ops.cpp ("matmul", "pointwise"), empty for an unknown operator.
std::string_view opFamily(std::string_view name);
/// Every operator, in name order.
std::span<const OpDef* const> allOps();

}  // namespace whittle
