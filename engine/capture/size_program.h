// A symbolic size ready to be worked out many times: guards are checked on every call, so no name is looked up and nothing allocated.
#pragma once

#include <functional>

#include "engine/ir/sym_condition.h"

namespace whittle {

/// Immutable; any number of threads may run one.
class SizeProgram {
public:
    /// `slotOf` answers where a symbol's value will stand.
    SizeProgram(const SymInt& size, const std::function<int(std::string_view)>& slotOf);

    /// Nothing on overflow, division by zero, or more than 64 values on the stack. Cost: a step an operation.
    std::optional<std::int64_t> run(std::span<const std::int64_t> sizes) const {
        if (m_steps.size() != 1) return work(sizes);  // most conditions are about one size and a number
        return m_steps[0].code == Code::Slot ? sizes[static_cast<std::size_t>(m_steps[0].value)] : m_steps[0].value;
    }

private:
    enum class Code { Number, Slot, Add, Mul, FloorDiv, Mod, Max, Min };
    struct Step {
        Code code;
        std::int64_t value = 0;
    };
    std::optional<std::int64_t> work(std::span<const std::int64_t> sizes) const;
    void add(const SymInt& size, const std::function<int(std::string_view)>& slotOf);
    std::vector<Step> m_steps;  // in postfix order
};

}  // namespace whittle
