#include "engine/loops/builder.h"

#include <algorithm>

#include "engine/loops/bounds.h"

namespace whittle {
Expr LoopBuilder::load(const Arg& arg, DType dtype) {
    if (const auto* value = arg.as<bool>()) return integer(dtype, *value);
    if (const auto* value = arg.as<std::int64_t>()) return integer(dtype, *value);
    if (const auto* value = arg.as<double>()) return number(dtype, *value);
    const ValueId* value = arg.as<ValueId>();
    if (!value) {
        refuse("an argument is None where an element is needed");
        return {};
    }
    if (const NumberType* known = asNumberType(m_source.type(*value))) {
        if (known->kind == NumberType::Kind::Int) return position(known->expr).to(dtype);
        refuse("a number argument is computed while the graph runs");
        return {};
    }
    const TensorType& from = typeOf(arg);
    if (from.sizes.size() > m_index.size()) {
        refuse("an operand has a higher rank than the result");
        return {};
    }
    SymSizes at(from.sizes.size());
    const std::size_t skip = m_index.size() - from.sizes.size();
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (from.sizes[i].is(1)) continue;  // broadcast: 0
        at[i] = m_index[skip + i];
        require(from.sizes[i], m_type.sizes[skip + i]);
    }
    return this->at(arg, at).to(dtype);
}

Expr LoopBuilder::at(const Arg& tensor, const SymSizes& index) {
    const ValueId* value = tensor.as<ValueId>();
    if (!value) {
        refuse("an argument is None where a tensor is needed");
        return {};
    }
    const Expr element = m_source.element(*value, index, m_mask);
    if (!element.valid()) refuse("an input could not be lowered");
    return element;
}

const TensorType& LoopBuilder::typeOf(const Arg& tensor) const { return *asTensorType(m_source.type(*tensor.as<ValueId>())); }

Expr LoopBuilder::masked(Expr condition, const std::function<Expr()>& inside, Expr outside) {
    const Expr outer = m_mask;
    m_mask = outer.valid() ? outer & condition : condition;
    const Expr value = inside();
    m_mask = outer;
    return select(condition, value, outside);
}

Expr LoopBuilder::check(Expr condition, Expr value, std::string message, SymInt size) {
    if (!condition.valid() || !value.valid()) return {};
    if (alwaysHolds(m_source.pool(), condition.id(), m_source.ranges())) return value;
    // Without elements nothing is computed, so nothing would be checked either.
    if (std::any_of(m_type.sizes.begin(), m_type.sizes.end(), [](const SymInt& extent) { return extent.is(0); }))
        refuse("the reference kernel also checks what an empty result does not read");
    LoopExpr out{.op = LoopOp::Check, .dtype = value.dtype(), .args = {condition.id(), value.id()}};
    if (m_mask.valid()) out.args.push_back(m_mask.id());
    out.integer = m_source.check({std::move(message), std::move(size), {}});
    return {m_source.pool(), m_source.pool().add(std::move(out))};
}

SymInt LoopBuilder::indirect(Expr position, const SymInt& extent) {
    if (!position.valid()) return 0;
    const LoopExpr& known = m_source.pool()[position.id()];
    if (known.op == LoopOp::Const) return known.integer;
    if (known.op == LoopOp::IndexValue) return known.index;
    LoopVar named = m_source.indirectVar(position.id(), extent);
    const SymInt out = SymInt::symbol(named.name);
    m_source.pool().add({.op = LoopOp::Indirect, .dtype = DType::I64, .args = {position.id()}, .ranges = {std::move(named)}});
    return out;
}

Expr LoopBuilder::scan(Combiner combiner, int dim, Expr element) {
    if (!element.valid()) return {};
    // By the size, not the index: a reader of a part may come with an index that is 0 only where it is used.
    if (m_type.sizes[static_cast<std::size_t>(dim)].is(1)) return combiner == Combiner::Sum && isFloating(element.dtype()) ? 0.0 + element : element;  // -0 becomes 0
    const SymInt& along = index(dim);
    if (!along.symbolName()) {
        refuse("a running value needs its elements in order");
        return {};
    }
    return {m_source.pool(), m_source.pool().add({.op = LoopOp::Scan, .dtype = element.dtype(), .args = {element.id()}, .index = along, .combiner = combiner})};
}

void LoopBuilder::scatter(const std::function<Expr()>& base, const Scatter& writes) {
    if (!m_source.asksForWrites()) {
        m_source.write(std::nullopt);
        return store(base());
    }
    LoopWrite out{.ranges = {}, .apart = {}, .position = {}, .value = {}, .combiner = writes.combiner};
    SymSizes at;
    for (std::size_t i = 0; i < writes.extents.size(); ++i) {
        at.emplace_back(0);
        if (writes.extents[i].is(1)) continue;
        out.ranges.push_back(m_source.reductionVar(writes.extents[i]));
        out.apart.push_back(writes.apart[i]);
        at.back() = SymInt::symbol(out.ranges.back().name);
    }
    std::tie(out.position, out.value) = writes.element(at);
    out.value = out.value.to(m_type.dtype);
    store(out.value);
    if (out.value.valid()) m_source.write(std::move(out));
}

Expr LoopBuilder::reduce(Combiner combiner, const SymSizes& extents,
                         const std::function<Expr(const SymSizes& r)>& element) {
    LoopExpr out{.op = LoopOp::Reduce};
    SymSizes at;
    for (const SymInt& extent : extents) {
        out.ranges.push_back(m_source.reductionVar(extent));
        at.push_back(SymInt::symbol(out.ranges.back().name));
    }
    const Expr body = element(at);
    if (!body.valid() || out.ranges.empty()) return body;
    out.dtype = body.dtype();
    out.args = {body.id()};
    out.combiner = combiner;
    return {m_source.pool(), m_source.pool().add(std::move(out))};
}

Expr LoopBuilder::wideSum(const SymSizes& extents, const std::function<Expr(const SymSizes& r)>& element) {
    const Expr sum = reduce(Combiner::Sum, extents, element);
    if (!sum.valid() || sum.dtype() == DType::F64) return sum;
    LoopExpr wide = m_source.pool()[sum.id()];
    if (wide.op != LoopOp::Reduce) return sum.to(DType::F64);  // over nothing: the element itself
    wide.dtype = DType::F64;
    return {m_source.pool(), m_source.pool().add(std::move(wide))};
}

void LoopBuilder::refuse(std::string reason) {
    if (!m_refusal) m_refusal = std::move(reason);
}

Result<Expr> LoopBuilder::finish() const {
    if (m_refusal) return fail(Code::Unsupported, "{}", *m_refusal);
    if (!m_result.valid()) return fail(Code::Internal, "the lowering stored nothing");
    return m_result;
}

}  // namespace whittle
