#include "minifier/search/asking.h"

namespace whittle {

bool Aim::isSettledBy(const Verdict& verdict) const {
    return verdict.kind == Verdict::Kind::Invalid || matches(verdict) || verdict.runs >= passesNeeded;
}

Result<Verdict> askOnce(Oracle& oracle, const Graph& candidate, const CancelToken& cancel) {
    WHITTLE_TRY(Verdict verdict, oracle.test(candidate, cancel));
    if (verdict.kind == Verdict::Kind::Fails && !verdict.failure)
        return fail(Code::Internal, "oracle {} says that a candidate fails, but not how", oracle.name());
    return verdict;
}

Result<Verdict> ask(Oracle& oracle, const Graph& candidate, const Aim& aim, const CancelToken& cancel) {
    Verdict answer;
    double milliseconds = 0;
    for (int run = 1;; ++run) {
        WHITTLE_TRY(Verdict verdict, askOnce(oracle, candidate, cancel));
        milliseconds += verdict.milliseconds;
        const bool matches = aim.matches(verdict);
        const bool last = matches || verdict.kind == Verdict::Kind::Invalid || run >= aim.passesNeeded;
        const bool tellsMore = answer.kind == Verdict::Kind::Passes && verdict.kind == Verdict::Kind::Fails;
        if (run == 1 || matches || tellsMore || verdict.kind == Verdict::Kind::Invalid) answer = std::move(verdict);
        if (!last) continue;
        answer.runs = run;
        answer.fails = matches ? 1 : 0;
        answer.milliseconds = milliseconds;
        return answer;
    }
}

}  // namespace whittle
