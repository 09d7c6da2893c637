// From a program in the names of its file to a Graph. Readers declare values, nodes and outputs in file order;
// `build` then turns writes into values, since no graph holds a mutation, as PyTorch's functionalisation does:
// a functional operator stands in the place of one that writes (functional_form.h), the new value is carried back
// to everything the written tensor is a view of (view_inverse.h), views left behind by a write are taken again
// when they are read (alias_sets.h), and a mutated buffer or user input becomes an output of the graph. What
// cannot be said that way is refused.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/formats/view_inverse.h"
#include "engine/ir/graph.h"

namespace whittle {

/// ValueIds in `args` and `outputs` are slots given out by GraphImport::define.
struct ImportNode {
    std::string name;  ///< empty: from the operator
    std::string op;
    std::vector<NamedArg> args;
    std::vector<ValueId> outputs;
    OriginRef origin;
};

class GraphImport {
public:
    std::string name = "graph";
    std::map<std::string, SymbolInfo> symbols;
    std::map<std::string, std::string> metadata;
    Strides strides = Strides::Recorded;  ///< Missing: the types say nothing about layout

    /// A new value of the file. Errors: Format when the name is taken or is not an identifier.
    Result<ValueId> define(std::string valueName, Type type);
    /// A value defined before. Errors: Format "reads 'x' before it is defined".
    Result<ValueId> find(std::string_view valueName) const;
    const std::string& valueName(ValueId slot) const { return m_slots[static_cast<std::size_t>(slot.index())].name; }
    const Type& type(ValueId slot) const { return m_slots[static_cast<std::size_t>(slot.index())].type; }

    void addInput(ValueId slot, GraphInput input);
    void addNode(ImportNode node) { m_nodes.push_back(std::move(node)); }
    void addOutput(GraphOutput output) { m_outputs.push_back(std::move(output)); }

    /// Errors: Unsupported for a mutation without a functional form, naming node and value; Verify.
    Result<Graph> build() &&;
    /// The same for a graph inside an argument of `outer`, which takes over the symbols. Errors: also Unsupported for
    /// a graph that writes in place to one of its inputs.
    Result<GraphRef> buildInner(GraphImport& outer) &&;

private:
    struct Slot {
        std::string name;
        Type type;
    };
    std::vector<Slot> m_slots;
    std::unordered_map<std::string, ValueId> m_byName;
    std::vector<GraphInput> m_inputs;  // `value` holds the slot
    std::vector<ImportNode> m_nodes;
    std::vector<GraphOutput> m_outputs;

    friend class GraphBuild;
};

}  // namespace whittle
