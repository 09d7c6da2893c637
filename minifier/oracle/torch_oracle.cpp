#include "minifier/oracle/torch_oracle.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/formats/export_py.h"
#include "engine/runtime/python_scripts.h"

namespace whittle {
namespace {

constexpr std::chrono::seconds kStartPatience{300};  // importing PyTorch from a cold disk
constexpr std::chrono::seconds kAnswerPatience{60};  // beyond the candidate's own limit, which the helper keeps
constexpr std::string_view kCandidate = "candidate.py";
// The phases of a failure that torch_stages.py can end a candidate's run after.
constexpr std::string_view kStages[] = {"export", "trace", "lowering", "C++ front end"};

std::string text(const nlohmann::ordered_json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The node that PyTorch names by its operator is a good guess for the culprit, and no more than that: of several the first.
std::string nodeOf(const Graph& graph, const std::string& op) {
    const auto found = std::ranges::find(graph.nodes(), op, &Node::op);
    return op.empty() || found == graph.nodes().end() ? std::string() : found->name;
}

bool isPath(std::string_view text) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    bool begins = true;
    for (const char c : text) {
        if (begins ? !isLetter(c) : !isLetter(c) && !(c >= '0' && c <= '9') && c != '.') return false;
        begins = c == '.';
    }
    return !begins;
}

// {"NAME": "VALUE"}; the helper knows which there are and what they take.
Result<nlohmann::ordered_json> namedOptions(const std::vector<std::string>& texts) {
    auto out = nlohmann::ordered_json::object();
    for (const std::string& text : texts) {
        const std::size_t sign = text.find('=');
        const std::string name = text.substr(0, sign);
        if (sign == text.npos || !isPath(name)) return fail(Code::Argument, "an option of Inductor is NAME=VALUE, not '{}'", text);
        if (out.contains(name)) return fail(Code::Argument, "Inductor's option {} is given twice", name);
        out[name] = text.substr(sign + 1);
    }
    return out;
}

std::string lastLine(std::string_view text) {
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    return std::string(text.substr(text.rfind('\n') + 1));
}

// Whether a line of the output says what the failure says, however it names and counts.
bool says(std::string_view output, const Failure& failure) {
    std::string wanted = normaliseSignature(failure.message);
    if (const std::size_t colon = wanted.find(": "); colon != std::string::npos) wanted = wanted.substr(colon + 2);
    while (!output.empty()) {
        const std::size_t end = std::min(output.find('\n'), output.size());
        if (normaliseSignature(output.substr(0, end)).find(wanted) != std::string::npos) return true;
        output.remove_prefix(std::min(end + 1, output.size()));
    }
    return false;
}

// A fault that an option plants is no way to set the compiler up, as --inject is none of ours.
constexpr std::string_view kPlanted = "TESTING_ONLY";

std::string optionOf(const InductorSetting& setting) { return fmt::format("--torch-option {}={}", setting.name, setting.value); }
std::string withoutOption(const InductorSetting& setting) { return "no " + optionOf(setting); }

}  // namespace

Result<std::unique_ptr<Oracle>> TorchOracle::start(const Graph& original, TorchOracleOptions options, const CancelToken& cancel) {
    WHITTLE_TRY(ScratchFolder scratch, ScratchFolder::make());
    std::unique_ptr<TorchOracle> oracle(new TorchOracle(std::move(options), std::move(scratch)));
    WHITTLE_TRY_VOID(oracle->startHelper(cancel));
    WHITTLE_TRY(const Json answer, oracle->askAbout(original, {{"do", "eager"}}, cancel).context("asking PyTorch what eager does with the original"));
    if (text(answer, "verdict") == "invalid") return fail(Code::Run, "{}", text(answer, "note"));
    const std::string raised = text(answer, "eager");
    oracle->m_eager = normaliseSignature(raised);
    oracle->m_eagerType = raised.substr(0, raised.find(':'));
    return oracle;
}

Result<void> TorchOracle::startHelper(const CancelToken& cancel) {
    WHITTLE_TRY(const Json options, namedOptions(m_options.inductor).context("reading --torch-option"));
    WHITTLE_TRY(const std::filesystem::path copy, copyScript(m_options.helper, {"torch_build.py", "torch_child.py", "torch_errors.py", "torch_options.py", "torch_stages.py", "torch_values.py"}, m_scratch.path()));
    WHITTLE_TRY(m_helper, Answerer::start("PyTorch", {m_options.python, copy.string(), m_scratch.path().string()}, {}));
    m_helper->stopsBy({{"do", "stop"}});  // a start takes longer than most candidates
    WHITTLE_TRY(const Json hello, m_helper->ask({{"do", "start"}, {"options", options}}, kStartPatience, cancel).context("starting {}", m_options.python));
    m_settings.clear();
    const Json settings = hello.value("options", Json::object());
    for (const auto& [name, value] : settings.items()) {
        if (!value.is_string()) return fail(Code::Run, "{} answered option {} with what is no text", m_options.python, name);
        m_settings.push_back({name, value.get<std::string>()});
    }
    const std::string version = fmt::format("{} isa={}", text(hello, "torch"), text(hello, "isa"));
    if (!m_version.empty() && version != m_version)
        return fail(Code::Run, "{} was PyTorch {} and now is {}", m_options.python, m_version, version);
    const std::string build = text(hello, "build");
    if (!m_version.empty() && build != m_build)
        return fail(Code::Run, "the files of {}, its C++ compiler or its environment have changed since the reduction began", m_options.python);
    m_version = version;
    m_build = build;
    return {};
}

void TorchOracle::note(std::string text) {
    if (std::ranges::find(m_notes, text) == m_notes.end()) m_notes.push_back(std::move(text));
}

Result<nlohmann::ordered_json> TorchOracle::ask(Json question, const CancelToken& cancel) {
    const auto seconds = std::chrono::duration<double>(m_options.time);
    question["seconds"] = seconds.count();
    question["memory"] = m_options.memoryBytes;
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (!m_helper || !m_helper->alive()) WHITTLE_TRY_VOID(startHelper(cancel));
        Result<Json> answer = m_helper->ask(question, std::chrono::duration_cast<std::chrono::seconds>(seconds) + kAnswerPatience, cancel);
        if (answer || m_helper->alive() || answer.error().code == Code::Cancelled) return answer;
        note(fmt::format("the process that holds PyTorch was started again: {}", answer.error().message));
    }
    return Json();
}

Result<nlohmann::ordered_json> TorchOracle::askAbout(const Graph& graph, Json question, const CancelToken& cancel, const LeftOut& out) {
    const std::filesystem::path script = m_scratch.path() / kCandidate;
    WHITTLE_TRY_VOID(writeRepro(graph, script, {.failure = {}, .backend = m_options.mode, .seed = m_options.seed, .settings = scriptSettings(out)}));
    question["script"] = script.string();
    return ask(std::move(question), cancel);
}

// Limits are left out: a slower machine may need to resume with wider ones.
std::string TorchOracle::identity() const {
    std::string text = fmt::format("torch {} mode={} eager={}{}", m_version, m_options.mode, m_options.sameEager ? "same" : "any",
                                   m_options.seed == 0 ? "" : fmt::format(" seed={}", m_options.seed));
    for (const InductorSetting& setting : m_settings) text += fmt::format(" {}={}", setting.name, setting.value);
    return text;
}

std::string TorchOracle::limits() const {
    return fmt::format("{} s, {} MB", std::chrono::duration<double>(m_options.time).count(), m_options.memoryBytes >> 20);
}

std::string TorchOracle::lastingIdentity() const {
    const std::string program = fileStamp(m_options.program);
    if (program.empty() || m_build.empty()) return {};
    Hasher hasher;
    for (const std::string& part : {program, m_build, m_eager}) hasher.add(std::string_view(part));
    return fmt::format("{} build={}{}", identity(), hasher.finish().hex(), m_until.empty() ? "" : " until=" + m_until);
}

std::unique_ptr<Oracle> TorchOracle::another() const {
    Result<ScratchFolder> scratch = ScratchFolder::make();
    if (!scratch) return nullptr;
    std::unique_ptr<TorchOracle> oracle(new TorchOracle(m_options, *std::move(scratch)));
    oracle->m_settings = m_settings;
    oracle->m_version = m_version;
    oracle->m_build = m_build;
    oracle->m_until = m_until;
    oracle->m_probes = m_probes;
    oracle->m_eager = m_eager;
    oracle->m_eagerType = m_eagerType;
    return oracle;
}

void TorchOracle::lookFor(const Failure& failure) {
    m_probes = false;
    // What lowering raises has Inductor's name for it; anything else could be raised again by what comes after.
    const bool raised = failure.kind == FailureKind::ImportError ||
                        (failure.kind == FailureKind::CompileError && (failure.phase != "lowering" || failure.signature.find("LoweringException") != std::string::npos));
    m_until = raised && std::ranges::find(kStages, failure.phase) != std::end(kStages) ? failure.phase : std::string();
}

std::string TorchOracle::shortcut() const {
    return m_until.empty() ? std::string() : fmt::format("a candidate that got past {}, where the original fails, passed; what comes after was not run", m_until);
}

CompilerParts TorchOracle::parts() const {
    CompilerParts parts;
    for (const InductorSetting& setting : m_settings)
        if (setting.name.find(kPlanted) == std::string::npos) parts.settings.push_back({withoutOption(setting), optionOf(setting)});
    return parts;
}

std::vector<InductorSetting> TorchOracle::scriptSettings(const LeftOut& out) const {
    std::vector<InductorSetting> stay;
    std::ranges::copy_if(m_settings, std::back_inserter(stay), [&](const InductorSetting& setting) { return !out.has(withoutOption(setting)); });
    return stay;
}

Result<Verdict> TorchOracle::testWithout(const Graph& candidate, const LeftOut& out, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    Verdict verdict;
    const auto invalid = [&](std::string why) {
        verdict.kind = Verdict::Kind::Invalid;
        verdict.note = std::move(why);
    };
    Json question{{"do", "test"}, {"mode", m_options.mode}};
    if (m_probes) question["probe"] = true;
    if (!m_until.empty()) question["until"] = m_until;
    for (const InductorSetting& setting : m_settings)
        if (out.has(withoutOption(setting))) question["reset"].push_back(setting.name);
    question["expect"] = m_options.sameEager ? Json(m_eagerType) : Json();
    Result<Json> asked = askAbout(candidate, std::move(question), cancel, out);
    if (!asked && asked.error().code != Code::Unsupported && asked.error().code != Code::NotFound) return std::unexpected(std::move(asked).error());
    const Json answer = asked ? *asked : Json();
    const std::string word = text(answer, "verdict"), eager = normaliseSignature(text(answer, "eager"));
    const std::optional<FailureKind> kind = parseFailureKind(text(answer, "kind"));
    if (!asked) {
        invalid(asked.error().describe());  // no Python spelling, or an input without data
    } else if (answer.is_null()) {
        invalid("the process that holds PyTorch died of it twice");
    } else if (word == "invalid" || (m_options.sameEager && answer.contains("eager") && eager != m_eager)) {
        invalid(word == "invalid" ? text(answer, "note") : fmt::format("eager raises '{}', for the original '{}'", eager, m_eager));
        if (answer.value("limit", false)) verdict.limits = limits();
    } else if (word == "fails" && kind) {
        const std::string words = text(answer, "words");
        Failure failure{.kind = *kind, .signature = answer.value("fixed", false) ? words : normaliseSignature(words), .phase = text(answer, "phase"),
                        .node = nodeOf(candidate, text(answer, "target")), .message = text(answer, "message"), .detail = text(answer, "detail")};
        const std::string raised = answer.contains("eager") || !m_options.sameEager ? eager : m_eager;
        if (!raised.empty()) failure.signature += ", eager raises " + raised;
        if (*kind == FailureKind::Hang || *kind == FailureKind::OutOfMemory) verdict.limits = limits();
        verdict.kind = Verdict::Kind::Fails;
        verdict.failure = std::move(failure);
        m_probes = false;
    } else {
        verdict.note = text(answer, "note");
    }
    verdict.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return verdict;
}

Result<std::optional<ScriptRun>> TorchOracle::runScript(const std::filesystem::path& script, const Failure& failure, const CancelToken& cancel) {
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(script, error);
    WHITTLE_TRY(const Json end, ask({{"do", "script"}, {"script", whole.string()}}, cancel));
    const std::string signal = text(end, "signal"), output = text(end, "output");
    const bool late = end.value("late", false);
    const int status = end.value("status", -1);
    const auto no = [&](std::string why) { return ScriptRun{.reproduces = false, .note = std::move(why)}; };
    const std::string seen = late ? "it did not end in time" : !signal.empty() ? "it died with " + signal : fmt::format("exit status {}: {}", status, lastLine(output));
    switch (failure.kind) {
        case FailureKind::Hang: return late ? ScriptRun{.reproduces = true, .note = {}} : no(seen);
        case FailureKind::Crash:
            if (!signal.empty() ? failure.signature.starts_with(signal) : failure.signature.starts_with(fmt::format("exit status {} ", status))) break;
            return no(seen);
        case FailureKind::OutOfMemory:
            if (status == 1 || !signal.empty()) break;
            return no(seen);
        case FailureKind::WrongResult:
        case FailureKind::NonDeterministic:
            if (status == 1) break;
            return no(seen);
        case FailureKind::ImportError:
        case FailureKind::CompileError:
        case FailureKind::RunError:
            if (status == 1 && says(output, failure)) break;
            return no(seen + (status == 1 ? ", with another message" : ""));
    }
    return ScriptRun{.reproduces = true, .note = {}};
}

}  // namespace whittle
