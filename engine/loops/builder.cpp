#include "engine/loops/builder.h"

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

void LoopBuilder::refuse(std::string reason) {
    if (!m_refusal) m_refusal = std::move(reason);
}

Result<Expr> LoopBuilder::finish() const {
    if (m_refusal) return fail(Code::Unsupported, "{}", *m_refusal);
    if (!m_result.valid()) return fail(Code::Internal, "the lowering stored nothing");
    return m_result;
}

}  // namespace whittle
