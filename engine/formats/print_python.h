// What print_fx and print_repro share: a graph's body as Python statements, in the style of FX.
#pragma once

#include <unordered_map>

#include "engine/ir/graph.h"

namespace whittle::py {

/// `a + b` and its kin: how FX prints the functions of Python's operator module.
struct OperatorWord {
    std::string_view text;
    std::string_view op;
};
std::span<const OperatorWord> operatorWords();

/// One Python name for every value, and for every node that gives a tuple. Value names that are no Python
/// identifiers, or that the scripts use otherwise, are changed; all others stay.
class Names {
public:
    explicit Names(const Graph& graph);
    const std::string& of(ValueId id) const { return m_values.at(id); }
    const std::string& of(NodeId id) const { return m_nodes.at(id); }
    const std::string& of(const Graph* inner) const { return m_inner.at(inner); }  ///< a graph among the arguments

private:
    std::string unique(std::string_view wanted);
    std::unordered_map<ValueId, std::string> m_values;
    std::unordered_map<NodeId, std::string> m_nodes;
    std::unordered_map<const Graph*, std::string> m_inner;
    std::unordered_map<std::string, int> m_used;
};

enum class Infinity {
    Bare,  ///< inf, as FX prints it
    Call,  ///< float('inf'), which runs without an import
};

std::string quote(std::string_view text);  ///< a Python string literal
std::string literal(double value, Infinity infinity);
std::string literal(const Arg& arg, const Names& names, Infinity infinity);
/// "f32[2, s0]", with strides and device when they are not the usual ones; empty for a value without a type.
std::string annotation(const Type& type);

/// `def forward(self, ...):` and its statements, each line indented by `indent` blanks; then, as FX prints them, a
/// class for each graph among the arguments, and what FX leaves out: a line that makes it an instance, so that the
/// text runs.
std::string forward(const Graph& graph, const Names& names, int indent, Infinity infinity);

/// Whether PyTorch has a spelling for `op` ("aten.add.Tensor", "_operator.mul", "torch.sym_max").
bool hasSpelling(std::string_view op);

}  // namespace whittle::py
