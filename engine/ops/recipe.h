// Decompositions that read like the formula: the first step that fails is remembered, those after it do nothing, and
// `result` answers it.
#pragma once

#include "engine/ops/op_builder.h"

namespace whittle::ops {

class Recipe {
public:
    explicit Recipe(OpBuilder& build) : m_build(build) {}

    /// Adds a node of an operator with one output.
    ValueId operator()(std::string_view op, std::vector<NamedArg> args) {
        if (m_error) return {};
        Result<ValueId> made = m_build.one(op, std::move(args));
        if (made) return *made;
        m_error = std::move(made).error();
        return {};
    }
    ValueId unary(std::string_view op, const Arg& x) { return (*this)("aten." + std::string(op) + ".default", {{"self", x}}); }
    ValueId binary(std::string_view op, const Arg& a, const Arg& b) {
        return (*this)("aten." + std::string(op) + ".Tensor", {{"self", a}, {"other", b}});
    }
    ValueId atLeast(const Arg& x, double low) { return (*this)("aten.clamp_min.default", {{"self", x}, {"min", low}}); }

    OpBuilder& build() { return m_build; }
    void fails(Error error) {
        if (!m_error) m_error = std::move(error);
    }
    Result<std::vector<ValueId>> result(std::vector<ValueId> outputs) {
        if (m_error) return std::unexpected(*std::move(m_error));
        return outputs;
    }
    Result<std::vector<ValueId>> result(ValueId output) { return result(std::vector{output}); }

private:
    OpBuilder& m_build;
    std::optional<Error> m_error;
};

}  // namespace whittle::ops
