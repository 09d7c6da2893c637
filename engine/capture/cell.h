// What a Variable stands for. Belongs to its recorder; nobody but Variable and FunctionRecorder looks inside.
#pragma once

#include "engine/capture/source.h"
#include "engine/capture/variable.h"
#include "engine/ir/affine_size.h"
#include "engine/tensor/datum.h"

namespace whittle {

/// An argument that nobody has looked at yet: what is never looked at is not guarded.
struct LazyArgument {
    Source source;
    const CallValue* value;
};

/// What an eager run computed; null where nothing is computed.
using DatumRef = std::shared_ptr<const Datum>;

struct TensorCell {
    ValueId id;
    TensorType type;
    DatumRef data = nullptr;
};

/// A number of the graph: a float argument, or what item() gives.
struct NumberCell {
    ValueId id;
    NumberType::Kind kind = NumberType::Kind::Float;
    std::optional<Source> source = {};  ///< of an argument
    DatumRef data = nullptr;
};

/// A graph inside an operator, with what its symbols stand for outside: read when the operator is called, and again after a graph break.
struct GraphCell {
    struct Size {
        AffineSize is;
        Variable of;
        std::optional<int> dim;  ///< none: of a number
    };
    GraphRef graph;
    std::vector<Size> sizes;
};

using DictCell = std::vector<std::pair<std::string, Variable>>;

struct Cell {
    std::variant<std::monostate, bool, SymInt, double, std::string, SymCondition, TensorCell, NumberCell, std::vector<Variable>, DictCell, LazyArgument, GraphCell, Arg> state;  // Arg: a literal that is none of these
    FunctionRecorder* recorder = nullptr;  // null: a constant
    std::optional<LazyArgument> argument = {};  // of an input of this segment, looked at or not

    template <class T>
    const T* as() const { return std::get_if<T>(&state); }
};

}  // namespace whittle
