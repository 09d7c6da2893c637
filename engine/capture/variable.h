// What a captured C++ function computes with (Dynamo's VariableTracker): tensors, numbers, strings, lists and dicts, as Python's objects are to PyTorch's tracer.
// The same function runs eagerly, on data, or is recorded as a graph: that is the recorder's affair (engine/capture/recorder.h).
//
// Operations that fail, and functions that are done early, leave the function by an exception of the recorder, which it catches itself:
// write no try that swallows everything. No exception leaves CompiledFunction.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/ir/graph.h"
#include "engine/ir/sym_condition.h"

namespace whittle {

class FunctionRecorder;
struct Cell;
struct GraphCell;

/// A handle; copies name the same value. Only for the time of the call that it belongs to, on that call's thread.
class Variable {
public:
    Variable() = default;                  ///< None
    Variable(bool v);                      // NOLINT: an operand is any of these
    Variable(int v);                       // NOLINT
    Variable(std::int64_t v);              // NOLINT
    Variable(double v);                    // NOLINT
    Variable(const char* v);               // NOLINT
    Variable(std::vector<Variable> v);        // NOLINT: a list
    static Variable literal(const Arg& arg);  ///< a dtype, device or memory format; a number or string as above. No value of a graph
    static Variable graph(GraphCell graph);   ///< what a higher-order operator runs
    explicit Variable(std::shared_ptr<Cell> cell) : m_cell(std::move(cell)) {}

    bool isNone() const;
    bool isTensor() const;
    int rank() const;                   ///< of a tensor
    DType dtype() const;
    Variable size(int dim) const;          ///< a number; negative counts from the end
    std::vector<Variable> sizes() const;
    Variable numel() const;
    Variable item() const;                 ///< a tensor's one element as a number: ends a recording, unless scalars are captured

    std::size_t length() const;         ///< of a list, dict or string
    Variable operator[](std::size_t index) const;  ///< of a list
    Variable at(std::string_view key) const;       ///< of a dict
    std::string text() const;                   ///< of a string

    /// Python's truth. A condition on sizes is decided, and guarded; a tensor's one element ends a recording.
    explicit operator bool() const;

    const std::shared_ptr<Cell>& cell() const { return m_cell; }

private:
    std::shared_ptr<Cell> m_cell;  // null: None
};

// PyTorch's operators on tensors, Python's on numbers and strings.
Variable operator+(const Variable& a, const Variable& b);
Variable operator-(const Variable& a, const Variable& b);
Variable operator*(const Variable& a, const Variable& b);
Variable operator/(const Variable& a, const Variable& b);
Variable floorDiv(const Variable& a, const Variable& b);
Variable operator%(const Variable& a, const Variable& b);
Variable operator==(const Variable& a, const Variable& b);
Variable operator!=(const Variable& a, const Variable& b);
Variable operator<(const Variable& a, const Variable& b);
Variable operator<=(const Variable& a, const Variable& b);
Variable operator>(const Variable& a, const Variable& b);
Variable operator>=(const Variable& a, const Variable& b);

struct NamedVariable {
    std::string name;
    Variable value;
};

}  // namespace whittle
