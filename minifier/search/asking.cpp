#include "minifier/search/asking.h"

namespace whittle {

bool Aim::isSettledBy(const Verdict& verdict) const {
    return verdict.kind == Verdict::Kind::Invalid || matches(verdict) || verdict.runs >= passesNeeded;
}

namespace {

Result<Verdict> checked(const Oracle& oracle, Result<Verdict> verdict) {
    if (verdict && verdict->kind == Verdict::Kind::Fails && !verdict->failure)
        return fail(Code::Internal, "oracle {} says that a candidate fails, but not how", oracle.name());
    return verdict;
}

template <class Run>
Result<Verdict> untilSure(const Oracle& oracle, const Aim& aim, Run&& once) {
    Verdict answer;
    double milliseconds = 0;
    for (int run = 1;; ++run) {
        WHITTLE_TRY(Verdict verdict, checked(oracle, once()));
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

}  // namespace

Result<Verdict> askOnce(Oracle& oracle, const Graph& candidate, const CancelToken& cancel) {
    return checked(oracle, oracle.test(candidate, cancel));
}

Result<Verdict> ask(Oracle& oracle, const Graph& candidate, const Aim& aim, const CancelToken& cancel) {
    return untilSure(oracle, aim, [&] { return oracle.test(candidate, cancel); });
}

Result<Verdict> askWithout(Oracle& oracle, const Graph& candidate, const LeftOut& out, const Aim& aim, const CancelToken& cancel) {
    return untilSure(oracle, aim, [&] { return oracle.testWithout(candidate, out, cancel); });
}

}  // namespace whittle
