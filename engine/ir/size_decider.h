// Who answers when a type rule must know whether a condition on symbolic sizes holds. Nobody, as a rule: a graph from a file has been
// traced, and rules take what may hold to hold. While a program is recorded, the shape environment does, from the sizes of the call
// that is being recorded, and each answer becomes a guard (engine/capture/shape_env.h).
//
// The decider belongs to the thread, and only for the time of a scope: some hundred type rules compare sizes deep inside helpers, and
// PyTorch's SymBool asks its ShapeEnv in the same way (docs/decisions/0015-size-decisions.md).
#pragma once

#include "engine/ir/sym_condition.h"

namespace whittle {

class SizeDecider {
public:
    virtual ~SizeDecider() = default;
    virtual bool decide(const SymCondition& condition) = 0;
};

/// `decider` answers on this thread until the scope ends; scopes nest.
class SizeDecisionScope {
public:
    explicit SizeDecisionScope(SizeDecider& decider);
    ~SizeDecisionScope();
    SizeDecisionScope(const SizeDecisionScope&) = delete;
    SizeDecisionScope& operator=(const SizeDecisionScope&) = delete;

private:
    SizeDecider* m_outer;
};

/// Whether the condition holds; nothing when it depends on symbols and nobody decides. Cost without symbols: a subtraction.
std::optional<bool> decided(const SymInt& left, SymRelation relation, const SymInt& right);

}  // namespace whittle
