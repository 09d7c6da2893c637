#include "engine/codegen/code_makers.h"

#include "engine/codegen/code_maker.h"

namespace whittle {

CodeMakers::CodeMakers() = default;
CodeMakers::~CodeMakers() = default;

std::unique_ptr<CodeMaker> CodeMakers::take(const std::string& target) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_idle.find(target);
    if (found == m_idle.end()) return nullptr;
    return std::move(m_idle.extract(found).mapped());
}

void CodeMakers::giveBack(const std::string& target, std::unique_ptr<CodeMaker> maker) {
    const std::lock_guard lock(m_mutex);
    m_idle.emplace(target, std::move(maker));
}

std::size_t CodeMakers::idle() const {
    const std::lock_guard lock(m_mutex);
    return m_idle.size();
}

}  // namespace whittle
