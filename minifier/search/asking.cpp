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

// A failure of a candidate whose eager run does another thing than the original's is of another program.
Verdict heldTo(Verdict::Eager original, Verdict verdict) {
    const bool known = original != Verdict::Eager::Unknown && verdict.eager != Verdict::Eager::Unknown;
    if (!known || verdict.eager == original || verdict.kind != Verdict::Kind::Fails) return verdict;
    verdict.note = fmt::format("eager {}, as the original does not ({})", verdict.eager == Verdict::Eager::Raises ? "raises" : "runs to its end",
                               verdict.failure->message);
    verdict.kind = Verdict::Kind::Invalid;
    verdict.failure.reset();
    return verdict;
}

template <class Run>
Result<Verdict> untilSure(const Oracle& oracle, const Aim& aim, Run&& once) {
    Verdict answer;
    double milliseconds = 0;
    for (int run = 1;; ++run) {
        WHITTLE_TRY(Verdict answered, checked(oracle, once()));
        Verdict verdict = heldTo(aim.eager, std::move(answered));
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
