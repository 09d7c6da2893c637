// Loop kernels built by hand, for tests of the loop IR and its code generators: values are buffers, nothing is inlined.
#pragma once

#include <map>

#include "engine/loops/builder.h"
#include "engine/loops/kernel.h"

namespace whittle::test {

class HandKernel final : public LoopSource {
public:
    /// Inputs by position: value i is buffer i.
    explicit HandKernel(std::vector<TensorType> inputs) {
        for (TensorType& input : inputs) {
            const ValueId id(static_cast<std::int32_t>(m_types.size()));
            kernel.buffers.push_back({LoopBuffer::Role::Input, input.dtype, input.sizes, id, {}});
            m_types.emplace_back(std::move(input));
        }
    }
    const Type& type(ValueId value) const override { return m_types[static_cast<std::size_t>(value.index())]; }
    Expr element(ValueId value, const SymSizes& index, Expr mask) override {
        const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(value.index())];
        LoopExpr load{.op = LoopOp::Load, .dtype = buffer.dtype};
        load.index = simplifyIndex(flattenIndex(index, rowMajorStrides(buffer.sizes)), m_ranges);
        load.args = kernel.exprs.indirects(load.index);
        if (mask.valid()) load.args.push_back(mask.id());
        load.buffer = value.index();
        return {kernel.exprs, kernel.exprs.add(std::move(load))};
    }
    ExprPool& pool() override { return kernel.exprs; }
    const IndexRanges& ranges() const override { return m_ranges; }
    LoopVar reductionVar(SymInt extent) override {
        LoopVar var{"r" + std::to_string(m_reductions++), std::move(extent)};
        m_ranges[var.name] = var.extent;
        return var;
    }

    void require(SymInt left, SymInt right) override { kernel.guards.push_back({std::move(left), std::move(right)}); }

    LoopVar indirectVar(ExprId position, SymInt extent) override {
        const std::string name = "g" + std::to_string(position.index());
        m_ranges[name] = extent;
        return {name, std::move(extent)};
    }
    std::int64_t check(LoopCheck check) override {
        kernel.checks.push_back(std::move(check));
        return static_cast<std::int64_t>(kernel.checks.size()) - 1;
    }

    bool asksForWrites() const override { return false; }
    void write(std::optional<LoopWrite>) override {}

    /// One output over its own sizes; all loops but the innermost run in parallel.
    LoopKernel finish(TensorType out, const std::function<void(LoopBuilder&)>& lower) {
        SymSizes index;
        for (std::size_t i = 0; i < out.sizes.size(); ++i) {
            kernel.ranges.push_back({"i" + std::to_string(i), out.sizes[i]});
            m_ranges[kernel.ranges.back().name] = out.sizes[i];
            index.push_back(SymInt::symbol(kernel.ranges.back().name));
        }
        kernel.parallel = out.sizes.size() > 1 ? static_cast<int>(out.sizes.size()) - 1 : static_cast<int>(out.sizes.size());
        LoopBuilder builder(*this, 0, out, index);
        lower(builder);
        const int buffer = static_cast<int>(kernel.buffers.size());
        kernel.buffers.push_back({LoopBuffer::Role::Output, out.dtype, out.sizes, ValueId(buffer), {}});
        kernel.stores.push_back({buffer, flattenIndex(index, rowMajorStrides(out.sizes)), builder.finish()->id()});
        kernel.symbols = freeSymbols(kernel);
        return std::move(kernel);
    }

    LoopKernel kernel{.name = "k"};

private:
    std::vector<Type> m_types;
    IndexRanges m_ranges;
    int m_reductions = 0;
};

inline Arg input(int i) { return Arg(ValueId(i)); }

}  // namespace whittle::test
