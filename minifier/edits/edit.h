// Edits as plain data addressed by id: they can be journalled, replayed in another process and checked
// again after other edits were accepted. Passes propose them, the search decides.
#pragma once

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// The outputs of the graph become the results of these nodes; what does not feed them goes.
struct CutAfter {
    NodeId node;
    friend bool operator==(const CutAfter&, const CutAfter&) = default;
};
/// These values become inputs holding what they held in the original's eager run; what only fed them goes.
struct MakeInputs {
    std::vector<ValueId> values;
    friend bool operator==(const MakeInputs&, const MakeInputs&) = default;
};
/// Keeps these nodes only. Values they read from elsewhere become inputs, results nobody kept reads become outputs.
struct KeepNodes {
    std::vector<NodeId> nodes;
    friend bool operator==(const KeepNodes&, const KeepNodes&) = default;
};
/// Readers of `of` read `with` instead; what only fed `of` goes.
struct ReplaceUses {
    ValueId of;
    ValueId with;
    friend bool operator==(const ReplaceUses&, const ReplaceUses&) = default;
};
/// Inputs and weights nobody reads go.
struct DropInputs {
    std::vector<ValueId> inputs;
    friend bool operator==(const DropInputs&, const DropInputs&) = default;
};
/// Keeps these outputs (indices into Graph::outputs()); what fed only the others goes.
struct KeepOutputs {
    std::vector<int> outputs;
    friend bool operator==(const KeepOutputs&, const KeepOutputs&) = default;
};

using Edit = std::variant<CutAfter, MakeInputs, KeepNodes, ReplaceUses, DropInputs, KeepOutputs>;

std::string editText(const Edit& edit, const Graph& graph);  ///< "cut after 'gelu_3'", for log and journal

/// What each value of the original held in its eager run, by value id; an absent one cannot become an input.
class Capture {
public:
    /// Runs the graph once. Errors: those of interpret(): an original that eager cannot run.
    static Result<Capture> record(const Graph& graph);
    const Datum* find(ValueId id) const;

private:
    std::vector<Datum> m_data;  // by value id
};

/// The edited graph, dead nodes removed and verified (checkGraph). Errors: Verify when the edit no longer applies.
Result<Graph> applyEdit(const Graph& graph, const Edit& edit, const Capture& capture);

/// Proposes edits for a graph; never runs the oracle, never decides.
class ReductionPass {
public:
    virtual ~ReductionPass() = default;
    virtual std::string_view name() const = 0;     ///< "bypass-node"
    virtual std::string_view summary() const = 0;  ///< one sentence for --help and the window
    /// Most promising first; each makes the graph strictly smaller.
    virtual std::vector<Edit> propose(const Graph& graph) const = 0;
};

/// Every pass, in the order the search tries them.
std::vector<std::unique_ptr<ReductionPass>> allEdits();

}  // namespace whittle
