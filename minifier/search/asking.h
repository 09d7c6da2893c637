// One question to an oracle, asked as often as it takes to be sure of the answer.
#pragma once

#include "minifier/oracle/oracle.h"
#include "minifier/search/signature_rule.h"

namespace whittle {

/// What candidates must do, and how often one must not do it before it is believed.
struct Aim {
    SignatureRule rule;
    Failure target;
    int passesNeeded = 1;
    Verdict::Eager eager = Verdict::Eager::Unknown;  ///< what the original does; a failure of a candidate that does another thing is of another program

    bool matches(const Verdict& verdict) const { return verdict.kind == Verdict::Kind::Fails && rule.accepts(*verdict.failure, target); }
    /// Whether an answer, perhaps one of another process with another aim, settles the question.
    bool isSettledBy(const Verdict& verdict) const;
};

/// Runs the oracle until it fails as the target does, or has not done so `passesNeeded` times. A candidate that eager cannot run is
/// Invalid at once: that is not the compiler's doing. Of failures that are others the first one is answered.
/// Errors: the oracle's; Internal when it calls a candidate failing and does not say how.
Result<Verdict> ask(Oracle& oracle, const Graph& candidate, const Aim& aim, const CancelToken& cancel);
/// The same with a compiler that lacks these parts.
Result<Verdict> askWithout(Oracle& oracle, const Graph& candidate, const LeftOut& out, const Aim& aim, const CancelToken& cancel);
/// Once, whatever it answers. Errors: as above.
Result<Verdict> askOnce(Oracle& oracle, const Graph& candidate, const CancelToken& cancel);

}  // namespace whittle
