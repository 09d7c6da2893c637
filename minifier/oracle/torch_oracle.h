// The user's PyTorch as the oracle: resources/torch_oracle.py in that Python is started once and forks for each
// candidate, so that a candidate costs its compile and not another import, and its crash is an answer.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/base/scratch_folder.h"
#include "engine/runtime/answerer.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

struct TorchOracleOptions {
    std::string python;                         ///< the interpreter, or a script that behaves like one
    std::filesystem::path helper;               ///< torch_oracle.py, with its modules beside it
    std::filesystem::path program = {};         ///< the whittle executable, which the candidates' scripts are of; empty: answers are good for this job only
    std::string mode = "aoti";                  ///< AOTInductor; "compile": torch.compile
    bool sameEager = true;                      ///< whether eager must do for a candidate what it does for the original
    std::chrono::milliseconds time{300000};     ///< wall clock for one candidate
    std::uint64_t memoryBytes = 4ull << 30;     ///< address space that it may add to the waiting process's
    std::uint64_t seed = 0;                     ///< of random operators
    std::vector<std::string> inductor = {};     ///< "NAME=VALUE": options of torch._inductor.config, as Python spells them; text may do without quotes
};

class TorchOracle final : public Oracle {
public:
    /// Starts Python and asks what eager does with the original.
    /// Errors: Argument for options of Inductor that are not NAME=VALUE; Run for those that this PyTorch does not have or that take no such
    /// value; Run for a Python without PyTorch or with one older than 2.6, and when eager gives no answer for the original;
    /// printRepro's for a graph that PyTorch cannot be given; Io; Cancelled.
    static Result<std::unique_ptr<Oracle>> start(const Graph& original, TorchOracleOptions options, const CancelToken& cancel);

    std::string_view name() const override { return "torch"; }
    std::string identity() const override;
    std::string limits() const override;
    std::vector<std::string> libraries() const override { return {"PyTorch " + m_version}; }
    std::vector<std::string> notes() const override { return m_notes; }
    std::string lastingIdentity() const override;
    /// Its helper is started with its first question.
    std::unique_ptr<Oracle> another() const override;
    /// Of a failure by an exception of export or the compiler: a candidate that gets past the stage where it was raised passes.
    void lookFor(const Failure& failure) override;
    std::string shortcut() const override;
    /// Signatures name no node: "SIGFPE in run", "wrong value" (or dtype, shape, count, nan, inf, mutation, alias), "CppCompileError: '_' was
    /// not declared in this scope"; what eager raises is at the end: "compiled returns, eager raises RuntimeError: ...".
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return testWithout(candidate, {}, cancel); }
    /// Its options of Inductor, each of which may go but those that plant a fault.
    CompilerParts parts() const override;
    Result<Verdict> testWithout(const Graph& candidate, const LeftOut& out, const CancelToken& cancel) override;
    std::string scriptBackend() const override { return m_options.mode; }
    std::vector<InductorSetting> scriptSettings(const LeftOut& out) const override;
    Result<std::optional<ScriptRun>> runScript(const std::filesystem::path& script, const Failure& failure, const CancelToken& cancel) override;

private:
    using Json = nlohmann::ordered_json;
    TorchOracle(TorchOracleOptions options, ScratchFolder scratch) : m_options(std::move(options)), m_scratch(std::move(scratch)) {}
    Result<void> startHelper(const CancelToken& cancel);
    /// Starts another helper when the one there has died; an answer of type null says that two died of this question.
    Result<Json> ask(Json question, const CancelToken& cancel);
    Result<Json> askAbout(const Graph& graph, Json question, const CancelToken& cancel, const LeftOut& out = {});
    void note(std::string text);

    TorchOracleOptions m_options;
    ScratchFolder m_scratch;
    std::optional<Answerer> m_helper;
    std::vector<InductorSetting> m_settings;  ///< options.inductor as PyTorch understood them
    std::string m_version;  ///< of PyTorch, with what Inductor vectorises for: another one may answer otherwise
    std::string m_build;    ///< all that an answer may depend on besides, as one word
    std::string m_until;    ///< the stage that ends a candidate's run; empty: none
    bool m_probes = true;   ///< whether to ask at which stage the compiler failed: not known yet
    std::string m_eager;    ///< what eager raises for the original, normalised; empty: it returns
    std::string m_eagerType;
    std::vector<std::string> m_notes;
};

}  // namespace whittle
