// What an operator's `lower` writes to: one element of one output, as an expression over elements of the
// inputs. The scheduler decides afterwards whether an input is memory or another operator's expression,
// so a lowering is written once and fuses with everything.
#pragma once

#include <functional>
#include <optional>

#include "engine/ir/graph.h"
#include "engine/loops/expr.h"
#include "engine/loops/index.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// Elements that go to positions of their own, in the order of `ranges`; where two go to one place the later has the last word.
struct LoopWrite {
    std::vector<LoopVar> ranges;
    std::vector<bool> apart;  ///< by range: elements that differ in it never share a place
    SymSizes position;        ///< in the output
    Expr value;
    std::optional<Combiner> combiner;  ///< joins what is there; nothing: replaces it
};

/// What stands behind a lowering: types and elements of values, and the kernel under construction.
class LoopSource {
public:
    virtual ~LoopSource() = default;
    virtual const Type& type(ValueId value) const = 0;
    /// The element at `index`; when `mask` is valid and false, memory is not touched and the result is 0.
    /// Answers an invalid Expr after an error.
    virtual Expr element(ValueId value, const SymSizes& index, Expr mask) = 0;
    virtual ExprPool& pool() = 0;
    virtual const IndexRanges& ranges() const = 0;
    virtual LoopVar reductionVar(SymInt extent) = 0;  ///< with a fresh name
    virtual void require(SymInt left, SymInt right) = 0;  ///< the two sizes must be equal at run time
    /// The name that a position gets in indices; the same for the same two.
    virtual LoopVar indirectVar(ExprId position, SymInt extent) = 0;
    virtual std::int64_t check(LoopCheck check) = 0;  ///< its number
    /// Of an operator that scatters: whether its writes are asked for, or what they write into.
    virtual bool asksForWrites() const = 0;
    virtual void write(std::optional<LoopWrite> write) = 0;  ///< nothing: there will be writes when they are asked for
};

class LoopBuilder {
public:
    LoopBuilder(LoopSource& source, int output, TensorType type, SymSizes index, Expr mask = {})
        : m_source(source), m_output(output), m_type(std::move(type)), m_index(std::move(index)), m_mask(mask) {}

    /// Which output of the operator is asked for, its type, and the position of the element.
    int output() const { return m_output; }
    const TensorType& type() const { return m_type; }
    const SymSizes& index() const { return m_index; }
    const SymInt& index(int dim) const { return m_index[static_cast<std::size_t>(dim)]; }
    const IndexRanges& ranges() const { return m_source.ranges(); }

    /// The element of `arg` that broadcasting puts at index(), converted to `dtype`. A number argument is a
    /// constant, or the run-time value of a symbolic size.
    Expr load(const Arg& arg, DType dtype);
    Expr load(const Arg& arg) { return load(arg, m_type.dtype); }
    /// The element of a tensor argument at an index of its own rank, in its own dtype.
    Expr at(const Arg& tensor, const SymSizes& index);
    const TensorType& typeOf(const Arg& tensor) const;

    Expr number(DType dtype, double value) { return Expr::number(m_source.pool(), dtype, value); }
    Expr integer(DType dtype, std::int64_t value) { return Expr::integer(m_source.pool(), dtype, value); }
    Expr position(const SymInt& value) { return Expr::index(m_source.pool(), value); }  ///< i64

    /// `inside()` where the condition holds, else `outside`. Loads made by `inside` touch no memory elsewhere, so
    /// they may be out of range there.
    Expr masked(Expr condition, const std::function<Expr()>& inside, Expr outside);

    /// The run checks that two sizes are equal, unless they are the same expression. Indices that rely on it are
    /// then in range.
    void require(const SymInt& left, const SymInt& right) {
        if (left != right) m_source.require(left, right);
    }

    /// `value`, where the condition holds; where not, the run ends with the message, in which {value} and {size} are
    /// filled in. Nothing is checked outside of `masked`.
    Expr check(Expr condition, Expr value, std::string message, SymInt size = {});
    /// An i64 that is certainly 0 <= position < extent as part of an index. `checkedPosition` of ops/lower.h makes it certain.
    SymInt indirect(Expr position, const SymInt& extent);

    /// Joins `element` from the first one along dimension `dim` of the output to this one. Refuses where the output is not walked in
    /// order: nothing that scans is computed inside another kernel.
    Expr scan(Combiner combiner, int dim, Expr element);

    /// What an operator writes into a tensor: element(r) gives position and value of one of `extents` elements.
    struct Scatter {
        SymSizes extents;
        std::vector<bool> apart;  ///< by extent, as in LoopWrite
        std::optional<Combiner> combiner = {};
        std::function<std::pair<SymSizes, Expr>(const SymSizes& r)> element;
    };
    /// In place of `store`: the output is `base()` everywhere, then the writes happen.
    void scatter(const std::function<Expr()>& base, const Scatter& writes);

    /// Joins `element(r)` over 0 <= r < extents, in dtype `element` answers.
    Expr reduce(Combiner combiner, const SymSizes& extents, const std::function<Expr(const SymSizes& r)>& element);

    /// The sum in f64 of elements in f32 or f64. Of f32, a few neighbours at a time are added up in f32 first: twice as quick as f64
    /// alone, and with an error of a few units in the last place whatever the number of elements.
    Expr wideSum(const SymSizes& extents, const std::function<Expr(const SymSizes& r)>& element);

    /// The result, converted to the output's dtype. Call once.
    void store(Expr value) { m_result = value.to(m_type.dtype); }
    /// Ends the lowering with a reason; the operator then runs on its reference kernel.
    void refuse(std::string reason);

    /// What was stored. Errors: Unsupported with the reason of refuse().
    Result<Expr> finish() const;

private:
    LoopSource& m_source;
    int m_output;
    TensorType m_type;
    SymSizes m_index;
    Expr m_mask;
    Expr m_result;
    std::optional<std::string> m_refusal;
};

}  // namespace whittle
