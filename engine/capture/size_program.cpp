#include "engine/capture/size_program.h"

#include <algorithm>
#include <array>

namespace whittle {

SizeProgram::SizeProgram(const SymInt& size, const std::function<int(std::string_view)>& slotOf) { add(size, slotOf); }

void SizeProgram::add(const SymInt& size, const std::function<int(std::string_view)>& slotOf) {
    bool first = true;
    const auto join = [&] {
        if (!first) m_steps.push_back({Code::Add});
        first = false;
    };
    if (size.constantTerm() != 0 || size.isConstant()) {
        m_steps.push_back({Code::Number, size.constantTerm()});
        join();
    }
    for (const SymInt::Term& term : size.terms()) {
        bool alone = term.coefficient == 1;
        if (!alone) m_steps.push_back({Code::Number, term.coefficient});
        for (const auto& factor : term.factors) {
            if (factor->fn == SymFn::Symbol) {
                m_steps.push_back({Code::Slot, slotOf(factor->name)});
            } else {
                for (const SymInt& arg : factor->args) add(arg, slotOf);
                m_steps.push_back({factor->fn == SymFn::FloorDiv ? Code::FloorDiv
                                   : factor->fn == SymFn::Mod    ? Code::Mod
                                   : factor->fn == SymFn::Max    ? Code::Max
                                                                 : Code::Min});
            }
            if (!alone) m_steps.push_back({Code::Mul});
            alone = false;
        }
        join();
    }
}

std::optional<std::int64_t> SizeProgram::work(std::span<const std::int64_t> sizes) const {
    std::array<std::int64_t, 64> stack;  // NOLINT: only what was pushed is read
    std::size_t top = 0;
    for (const Step& step : m_steps) {
        if (step.code == Code::Number || step.code == Code::Slot) {
            if (top == stack.size()) return std::nullopt;
            stack[top++] = step.code == Code::Number ? step.value : sizes[static_cast<std::size_t>(step.value)];
            continue;
        }
        const std::int64_t b = stack[--top];
        std::int64_t& a = stack[top - 1];
        switch (step.code) {
            case Code::Add:
                if (__builtin_add_overflow(a, b, &a)) return std::nullopt;
                break;
            case Code::Mul:
                if (__builtin_mul_overflow(a, b, &a)) return std::nullopt;
                break;
            case Code::FloorDiv:
            case Code::Mod: {
                if (b == 0 || (b == -1 && a == INT64_MIN)) return std::nullopt;
                const std::int64_t rest = a % b, whole = a / b;
                const bool down = rest != 0 && (rest < 0) != (b < 0);
                a = step.code == Code::Mod ? rest + (down ? b : 0) : whole - (down ? 1 : 0);
                break;
            }
            case Code::Max: a = std::max(a, b); break;
            case Code::Min: a = std::min(a, b); break;
            default: break;
        }
    }
    return stack[0];
}

}  // namespace whittle
