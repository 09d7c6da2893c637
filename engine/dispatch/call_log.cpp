#include "engine/dispatch/call_log.h"

namespace whittle {

std::string_view outcomeName(CallOutcome outcome) {
    static constexpr std::array<std::string_view, 5> kNames{"compiled", "recompiled", "reused", "eager", "error"};
    return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view doingText(CallStage::Doing doing) {
    static constexpr std::array<std::string_view, 4> kTexts{"recording", "compiling", "running", "running eagerly"};
    return kTexts[static_cast<std::size_t>(doing)];
}

}  // namespace whittle
