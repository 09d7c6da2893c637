#include "engine/dispatch/context.h"

namespace whittle {

void StanceChange::enter() { m_context->put(m_stance); }
void StanceChange::leave() { m_context->put(m_before); }

Result<void> DispatchContext::checkMaySet(const Stance& stance) const {
    if (m_recording == std::this_thread::get_id()) return fail(Code::Argument, "attempted to set_stance in a torch.compile region");
    return checkStance(stance);
}

Result<StanceChange> DispatchContext::setStance(Stance stance) {
    WHITTLE_TRY_VOID(checkMaySet(stance));
    StanceChange change(*this, stance, this->stance());
    put(std::move(stance));
    return change;
}

Stance DispatchContext::stance() const {
    const std::lock_guard lock(m_stanceMutex);
    return m_stance;
}

void DispatchContext::put(Stance stance) {
    const std::lock_guard lock(m_stanceMutex);
    m_stance = std::move(stance);
}

}  // namespace whittle
