#include "engine/ir/size_decider.h"

namespace whittle {
namespace {

thread_local SizeDecider* t_decider = nullptr;

}  // namespace

SizeDecisionScope::SizeDecisionScope(SizeDecider& decider) : m_outer(t_decider) { t_decider = &decider; }
SizeDecisionScope::~SizeDecisionScope() { t_decider = m_outer; }

std::optional<bool> decided(const SymInt& left, SymRelation relation, const SymInt& right) {
    const SymCondition condition = SymCondition::of(left, relation, right);
    if (const auto known = condition.constant()) return known;
    if (!t_decider) return std::nullopt;
    return t_decider->decide(condition);
}

}  // namespace whittle
