// What a program's end says about a candidate: the rule that a user gives to --fails-when.
#pragma once

#include <optional>
#include <string>

#include "engine/base/failure.h"
#include "engine/base/keeper.h"

namespace whittle {

/// "exit==0" (a test script as C-Vise and llvm-reduce know it), "exit==N", "exit!=N" (which a death by signal is too),
/// "stderr~REGEX", "stdout~REGEX" (some line of it), "signal" (also as a shell tells it: status 128 + N), "timeout",
/// "memory".
class FailsWhen {
public:
    FailsWhen();  ///< "exit==0"
    /// Errors: Argument with what it could be.
    static Result<FailsWhen> parse(const std::string& text);

    const std::string& text() const { return m_text; }
    const std::optional<OutputPattern>& pattern() const { return m_pattern; }  ///< what the keeper has to look for

    /// The failure that the end is by this rule; empty when the rule does not hold. `program` is what messages call it.
    /// The signature is the status, the signal, or the line that matched, normalised.
    std::optional<Failure> failureOf(const KeptEnd& end, const std::string& program) const;

private:
    struct Form;
    static const Form kForms[];
    const Form* m_form;
    std::string m_text;
    int m_status = 0;
    std::optional<OutputPattern> m_pattern;
};

/// "exit status 3" or "SIGSEGV", or the limit it ran into.
std::string howItEnded(const KeptEnd& end);

}  // namespace whittle
