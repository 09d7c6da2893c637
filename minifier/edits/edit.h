// Edits as plain data addressed by id: they can be journalled, replayed in another process and checked
// again after other edits were accepted. Passes propose them, the search decides.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/formats/tensor_fill.h"
#include "engine/ir/graph.h"

namespace whittle {

/// The outputs of the graph become the results of this node; what does not feed them goes.
struct CutAfter {
    NodeId node;
    friend bool operator==(const CutAfter&, const CutAfter&) = default;
};
/// These values become inputs holding what they held in the original's eager run; what only fed them goes.
struct MakeInputs {
    std::vector<ValueId> values;
    friend bool operator==(const MakeInputs&, const MakeInputs&) = default;
};
/// Keeps those of these nodes that are still there, and no other. Values they read from elsewhere become inputs;
/// results that somebody read and nobody kept reads become outputs. Every set of nodes is a valid program this way.
struct KeepNodes {
    std::vector<NodeId> nodes;
    friend bool operator==(const KeepNodes&, const KeepNodes&) = default;
};
/// Readers of `of` read `with` instead, a value of the same type that is there earlier (of two inputs: earlier in the
/// list); what only fed `of` goes.
struct ReplaceUses {
    ValueId of;
    ValueId with;
    friend bool operator==(const ReplaceUses&, const ReplaceUses&) = default;
};
/// These inputs and weights, which nobody reads, go.
struct DropInputs {
    std::vector<ValueId> inputs;
    friend bool operator==(const DropInputs&, const DropInputs&) = default;
};
/// Keeps these outputs (indices into Graph::outputs()); what fed only the others goes.
struct KeepOutputs {
    std::vector<int> outputs;
    friend bool operator==(const KeepOutputs&, const KeepOutputs&) = default;
};

/// The nodes of the graph that is this argument of the node stand in the node's place, reading its operands.
struct InlineBranch {
    NodeId node;
    std::string argument;  ///< "true_fn"
    friend bool operator==(const InlineBranch&, const InlineBranch&) = default;
};

/// One dimension of a value; of an integer in the graph the only one, 0.
struct DimRef {
    ValueId value;
    int dim = 0;
    friend bool operator==(const DimRef&, const DimRef&) = default;
};
/// These dimensions have this size, and with each all those that must be as large (DimClasses); what is computed from
/// them follows. Inputs keep the first elements of what they held, or the last ones.
struct ResizeDims {
    std::vector<DimRef> dims;
    std::int64_t size = 1;
    bool last = false;
    friend bool operator==(const ResizeDims&, const ResizeDims&) = default;
};

/// This size symbol has this value in the data of the inputs that bind or mention it; they keep their first elements.
struct ResizeSymbol {
    std::string symbol;
    std::int64_t size = 1;
    friend bool operator==(const ResizeSymbol&, const ResizeSymbol&) = default;
};
/// The symbol is the number that it is in the inputs' data.
struct FixSymbol {
    std::string symbol;
    friend bool operator==(const FixSymbol&, const FixSymbol&) = default;
};
/// The symbol may be any number.
struct DropRange {
    std::string symbol;
    friend bool operator==(const DropRange&, const DropRange&) = default;
};
/// Sizes of inputs that are this expression of the symbol are the symbol itself; they keep their first elements, and what is
/// computed from them follows.
struct SimplifySize {
    std::string expression;  ///< SymInt::text(): "2*s0"
    std::string symbol;
    friend bool operator==(const SimplifySize&, const SimplifySize&) = default;
};

/// These inputs, of dtype `from`, are of dtype `to`, their elements converted; with `arguments` so is what arguments name.
/// Whatever is computed has the dtype that its operator then gives it.
struct ChangeDType {
    DType from = DType::F32;
    DType to = DType::F32;
    std::vector<ValueId> inputs;
    bool arguments = false;
    friend bool operator==(const ChangeDType&, const ChangeDType&) = default;
};
/// These inputs lie in memory row by row and without gaps, and what is on record of how results lay is left out.
struct PlainLayout {
    std::vector<ValueId> values;
    friend bool operator==(const PlainLayout&, const PlainLayout&) = default;
};
/// The inputs, and results that an argument lists the sizes of, have these dimensions, of size 1, no longer; whatever else is
/// computed has the rank that its operator then gives it.
struct DropDims {
    std::vector<DimRef> dims;
    friend bool operator==(const DropDims&, const DropDims&) = default;
};
/// The node makes its result of this one of its operands alone, by reshaping, expanding or converting it.
struct ConvertOperand {
    NodeId node;
    ValueId operand;
    friend bool operator==(const ConvertOperand&, const ConvertOperand&) = default;
};
/// The node makes a tensor of its result's type in which every element is this.
struct FillResult {
    NodeId node;
    int value = 0;
    friend bool operator==(const FillResult&, const FillResult&) = default;
};
/// The node is what its operator decomposes into, and of that only this one stays, counted from 0 in the order in which they run. What
/// it reads from the others becomes inputs, and what they did for others too, as in KeepNodes.
struct KeepPart {
    NodeId node;
    int part = 0;
    friend bool operator==(const KeepPart&, const KeepPart&) = default;
};

/// These inputs and weights hold what `how` says, at the strides they had where those share no places. What is drawn has as
/// its seed the input's place among the inputs, modulo kFillSeeds.
struct FillInputs {
    std::vector<ValueId> inputs;
    Fill how = Fill::Zeros;
    friend bool operator==(const FillInputs&, const FillInputs&) = default;
};
/// These weights are plain inputs; what wrote back to one of them is an ordinary result.
struct WeightsToInputs {
    std::vector<ValueId> weights;
    friend bool operator==(const WeightsToInputs&, const WeightsToInputs&) = default;
};
/// The elements from `begin` on, up to `end`, of this input in row-major order are `value`; with `others`, all but those.
struct SetElements {
    ValueId input;
    Index begin = 0, end = 0;
    int value = 0;
    bool others = false;
    friend bool operator==(const SetElements&, const SetElements&) = default;
};

/// This argument of the node has this value, which reads no other values than it did; nothing: it is left out, which means
/// its default. The types of what follows are inferred anew.
struct SetArgument {
    NodeId node;
    std::string argument;
    std::optional<Arg> value;
    friend bool operator==(const SetArgument&, const SetArgument&) = default;
};

using Edit = std::variant<CutAfter, MakeInputs, KeepNodes, ReplaceUses, DropInputs, KeepOutputs, InlineBranch,
                          ResizeDims, ResizeSymbol, FixSymbol, DropRange, ChangeDType, DropDims, ConvertOperand, FillResult,
                          FillInputs, WeightsToInputs, SetElements, SetArgument, SimplifySize, KeepPart, PlainLayout>;

/// Nodes of the graph and of the graphs among its nodes' arguments.
std::int64_t nodesIn(const Graph& graph);
/// The list among the node's arguments that `inner`, one of its graphs, could read in place of its inputs, while its
/// results stand for the node's: as many of the same types. Null when there is none.
const Arg::List* operandsOf(const Graph& graph, const Node& node, const Graph& inner);

std::string editText(const Edit& edit, const Graph& graph);  ///< "cut after 'gelu_3'", for log and journal

class Recorder;
struct CaptureRun {
    std::shared_ptr<Recorder> by = {};
    std::optional<Error> endedBy = {};
};

/// What each value of the original held in its eager run, by the original's value ids. Edits keep the ids of
/// what they leave, so it serves every graph made from the original: a value that became an input has a new id,
/// but it also carries its data along and need not be found here again.
class Capture {
public:
    /// Runs the graph once in this process, on the data that it carries. Memory: every intermediate of that run. A run that a node
    /// ends early keeps the values before it: endedBy() says why. Errors: inputs without data or that do not fit their
    /// types; Cancelled.
    static Result<Capture> record(const Graph& graph, const CancelToken& cancel = {}, std::uint64_t seed = 0);
    /// For callers that have the data: `data[id.index()]`, monostate where there is none.
    static Capture of(const Graph& graph, std::vector<Datum> data, CaptureRun run = {});
    /// What the graph's inputs hold now, and the sizes that they bind symbols to.
    static Capture ofInputs(const Graph& graph);

    const Datum* find(ValueId id) const;                         ///< null: cannot become an input
    std::optional<std::int64_t> symbol(std::string_view name) const;  ///< what the run bound it to
    const std::optional<Error>& endedBy() const { return m_run.endedBy; }  ///< empty: the run came to its end
    /// What the values of another graph hold, the parts of one operator of this one's: Recorder::recordParts of the one that
    /// recorded this. Errors: its; Verify when nobody did.
    Result<Capture> recordParts(const Graph& parts) const;

private:
    std::vector<Datum> m_data;  // by value id
    std::map<std::string, std::int64_t, std::less<>> m_symbols;
    CaptureRun m_run;
};

/// The edited graph: what became dead is removed, a size symbol that no input binds any more is replaced by its
/// captured value, and checkGraph holds. Only inputs that lost their last reader by this edit go with it.
/// Errors: Verify when the edit does not apply, makes the graph no smaller (GraphSize) or leaves no node; Limit when what has to run for it
/// ran into one, so that this time there is no candidate; Cancelled and Io, likewise, when nothing is known of the edit.
Result<Graph> applyEdit(const Graph& graph, const Edit& edit, const Capture& capture);

/// Proposes edits for a graph; never runs the oracle, never decides.
class ReductionPass {
public:
    virtual ~ReductionPass() = default;
    virtual std::string_view name() const = 0;     ///< "bypass-node"
    virtual std::string_view summary() const = 0;  ///< one sentence for docs/minifier.md
    /// Most promising first; each, applied alone, makes the graph strictly smaller.
    virtual std::vector<Edit> propose(const Graph& graph) const = 0;
    /// Whether a run of proposals may be applied one after the other as one candidate.
    virtual bool composable() const { return true; }
    /// Whether it makes plainer what is left rather than less of it: the search comes to it once the others find no more.
    virtual bool refines() const { return false; }
};

/// Every pass, in the order the search tries them.
std::vector<std::unique_ptr<ReductionPass>> allEdits();

}  // namespace whittle
