// Which sizes of a program's inputs may vary, and how: found by recording it once on example inputs, with every size that may vary as a
// symbol of its own. As torch.export's Dim.AUTO, but every conclusion names what forced it, and no condition is dropped.
#pragma once

#include "engine/base/cancel.h"
#include "engine/capture/dim_inputs.h"
#include "engine/capture/recorder.h"

namespace whittle {

struct DimProgram {
    std::string name;
    std::vector<std::string> parameters;
    CapturedFn run;
};
DimProgram dimProgramOf(std::shared_ptr<const Graph> graph, CancelToken cancel = {});

/// What forced a conclusion.
struct DimCause {
    std::string condition;  ///< "x.shape[1] == 8"
    std::string node, op;   ///< of the recorded graph; empty: the function's own code, such as a branch on a size
    NodeId given;           ///< of the graph that was recorded: invalid of a C++ function, and of what a file declares of its inputs
    OriginRef origin;       ///< the user's line; may be unknown
    bool stated = false;    ///< the user's specification itself
    friend bool operator==(const DimCause&, const DimCause&) = default;

    /// "linear (aten.linear.default) at net.py:11: return self.head(x)"
    std::string text() const;
};

struct DimConclusion {
    DimSpec said;
    std::int64_t example = 0;
    SymInt size;                        ///< 8, s0, 2*s0, s0 + 1
    SymRange range;                     ///< as declared for names, else as inferred
    std::vector<DimCause> because;      ///< of the number or the relation; empty: nothing forced it
    std::optional<DimCause> min, max;   ///< of the ends of the range; nothing: as it began

    bool isDynamic() const { return !size.isConstant(); }
    /// Not said to be static, and yet a number.
    bool isSpecialized() const { return size.isConstant() && said.kind != DimSpec::Kind::Static && said.kind != DimSpec::Kind::Int; }
    /// "dynamic", "derived", "specialised" or "static".
    std::string_view stateText() const;
    /// The number or relation first, then the ends of the range; each once.
    std::vector<DimCause> causes() const;
    /// Nothing forced a number but that sizes of 0 and 1 are ones.
    bool isOfSmallExample() const { return isSpecialized() && example < 2 && because.empty(); }
};

/// What has to hold besides equalities and ranges: `Ne(s0, 8)`, `Eq(Mod(s0, 4), 0)`, `s0 + s1 < 20`.
struct DimCondition {
    SymCondition condition;
    DimCause cause;
    bool onlyARunKnows = false;  ///< it depends on data
    bool ofSmallSizes = false;   ///< every size from 2 satisfies it: PyTorch takes that for granted, and runs the program with 0 and 1
};

/// What the user said and the program refutes.
struct DimConflict {
    std::string about;  ///< the name "b", or "L['x'].size()[1]"
    std::string text;   ///< "Not all values of b = ... are valid because b was inferred to be a constant (8)."
    std::vector<DimCause> because;
};

struct DimInference {
    std::string program;
    std::vector<std::string> parameters;
    std::vector<DimInput> inputs;
    std::vector<std::vector<DimConclusion>> dims;  ///< of each input
    std::vector<DimCondition> conditions;
    std::vector<std::pair<SymInt, SymRange>> ranges;  ///< of every size that is no number, and of the symbols in them
    Recording recording;
    std::vector<DimConflict> conflicts;
    std::vector<DimFix> fixes;
    ShapeSpec fixedSpec;  ///< what would not be refuted

    /// "Constraints violated (b)! ...", with suggested fixes; empty without a conflict.
    std::string message() const;
};

/// Errors: those of dimInputs; what recording says, such as Unsupported where a branch depends on data. Conflicts are no errors.
Result<DimInference> inferDims(const DimProgram& program, std::span<const CallValue> example, const ShapeSpec& spec);

/// Whether a call meets every conclusion and condition. Errors: Argument, in PyTorch's words where it checks the same.
Result<void> checkInputs(const DimInference& inference, std::span<const CallValue> inputs);

/// Of a fact of its recording, with the sizes of inputs by their names; `ofSmallSizes`: one that every size from 2 meets.
DimCause causeOf(const DimInference& inference, const ShapeFact& fact, bool ofSmallSizes = false);

/// Of the implementation: finds `conflicts`, `fixes` and `fixedSpec`.
void findDimConflicts(DimInference& inference);

}  // namespace whittle
