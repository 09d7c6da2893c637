#include "minifier/search/verify.h"

#include <unordered_map>

#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "minifier/edits/recorder.h"
#include "minifier/search/asking.h"
#include "minifier/search/single_edits.h"
#include "minifier/session/verdict_json.h"

namespace whittle {
namespace {

std::string nameOf(const std::string& pass, const std::string& edit) { return fmt::format("'{}' of {}", edit, pass); }

}  // namespace

Result<Verification> verifyCertificate(const std::filesystem::path& folder, const Certificate& certificate, Oracle& oracle,
                                       const CancelToken& cancel, const std::filesystem::path& program) {
    if (oracle.identity() != certificate.oracle)
        return fail(Code::Argument, "the certificate is of the oracle '{}', this one is '{}'", certificate.oracle, oracle.identity());
    WHITTLE_TRY(const SignatureRule rule, SignatureRule::parse(certificate.signature));
    WHITTLE_TRY(const Graph graph, readWtl(folder / "repro.wtl"));
    Aim aim{.rule = rule, .target = certificate.failure, .passesNeeded = certificate.passesNeeded};
    Verification out{.edits = static_cast<int>(certificate.edits.size()), .asked = 0, .untried = 0, .troubles = {}};
    if (structuralHash(graph) != certificate.graph) {
        out.troubles.push_back("repro.wtl is not the graph that was certified");
        return out;
    }
    WHITTLE_TRY(const Verdict original, ask(oracle, graph, aim, cancel));
    if (!aim.matches(original)) {
        out.troubles.push_back(fmt::format("repro.wtl itself does not fail any more as recorded: the answer is '{}'", verdictName(original.kind)));
        return out;
    }
    aim.eager = original.eager;  // what the result was held to
    if (rule.match() == SignatureMatch::Exact) oracle.lookFor(certificate.failure);
    Result<Capture> capture = Recorder::make({.program = program, .seed = certificate.seed, .cancel = cancel})->record(graph);
    if (!capture && saysNothing(capture.error())) return std::unexpected(std::move(capture).error());
    WHITTLE_TRY(const std::vector<SingleEdit> now, singleEdits(graph, capture ? *capture : Capture()));

    std::unordered_map<Hash128, Verdict> answers;
    for (std::size_t i = 0; i < std::max(now.size(), certificate.edits.size()); ++i) {
        if (i >= certificate.edits.size()) {
            out.troubles.push_back(fmt::format("{} is not in the certificate", nameOf(now[i].pass, now[i].text)));
            continue;
        }
        const CertifiedEdit& recorded = certificate.edits[i];
        const std::string name = nameOf(recorded.pass, recorded.edit);
        if (i >= now.size() || now[i].pass != recorded.pass || now[i].text != recorded.edit) {
            out.troubles.push_back(fmt::format("{} is recorded where {} is proposed", name, i < now.size() ? nameOf(now[i].pass, now[i].text) : "nothing"));
            return out;
        }
        const SingleEdit& edit = now[i];
        // What a busy machine had no time for, another one may have, and the other way round: neither says that the certificate is wrong.
        if (edit.ranIntoLimit) {
            ++out.untried;
            continue;
        }
        if (!recorded.isUntried && !edit.graph != !recorded.hash) {
            out.troubles.push_back(edit.graph ? fmt::format("{} is recorded as making no candidate, and makes one", name)
                                              : fmt::format("{} is recorded with a candidate, and makes none: {}", name, edit.why));
            continue;
        }
        if (!edit.graph) continue;
        if (recorded.hash && edit.hash != *recorded.hash) {
            out.troubles.push_back(fmt::format("{} makes another candidate than the one that is recorded", name));
            continue;
        }
        auto answer = answers.find(edit.hash);
        if (answer == answers.end()) {
            WHITTLE_TRY(Verdict verdict, ask(oracle, *edit.graph, aim, cancel));
            answer = answers.emplace(edit.hash, std::move(verdict)).first;
            ++out.asked;
        }
        const Verdict& verdict = answer->second;
        if (aim.matches(verdict))
            out.troubles.push_back(fmt::format("{} leaves a graph that fails in the same way: the result is not minimal", name));
        else if (recorded.verdict && verdict.kind != recorded.verdict->kind)
            out.troubles.push_back(fmt::format("{} is recorded as '{}', the answer is now '{}'", name, verdictName(recorded.verdict->kind), verdictName(verdict.kind)));
    }
    return out;
}

}  // namespace whittle
