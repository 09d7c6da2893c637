#include "minifier/session/reproducer.h"

#include <algorithm>
#include <thread>

#include "engine/base/files.h"
#include "engine/base/system_facts.h"
#include "engine/base/version.h"
#include "engine/formats/export_py.h"
#include "engine/formats/pt2_write.h"
#include "engine/formats/wtl.h"
#include "minifier/edits/canonical_form.h"
#include "minifier/session/issue_text.h"
#include "minifier/session/portable.h"
#include "minifier/session/report_html.h"
#include "minifier/session/report_json.h"
#include "minifier/session/result_files.h"

namespace whittle {
namespace {

constexpr std::uint64_t kMostInside = 16 << 20;  // bytes of data in a script: editors stay usable, mail takes it

MinifyResult portable(MinifyResult result) {
    result.graph = withoutFolders(std::move(result.graph));
    result.note = withoutFolders(result.note);
    for (std::string& note : result.notes) note = withoutFolders(note);
    for (Failure* failure : {&result.failure, &result.reducedFailure}) *failure = withoutFolders(std::move(*failure));
    if (result.nearMiss) result.nearMiss->graph = withoutFolders(std::move(result.nearMiss->graph));
    for (OtherFailure& other : result.others) other.failure = withoutFolders(std::move(other.failure));
    return result;
}

Facts environmentOf(const Oracle& oracle) {
    Facts facts{{"Whittle", kVersion}, {"oracle", withoutFolders(oracle.identity())}};
    if (const std::string limits = oracle.limits(); !limits.empty()) facts.emplace_back("limits of a candidate", limits);
    if (const std::string shortcut = oracle.shortcut(); !shortcut.empty()) facts.emplace_back("shortened", shortcut);
    if (const auto libraries = oracle.libraries(); !libraries.empty()) facts.emplace_back("libraries", fmt::format("{}", fmt::join(libraries, ", ")));
    facts.emplace_back("CPU", cpuModel());
    facts.emplace_back("instruction sets", cpuExtensions());
    facts.emplace_back("CPU threads", std::to_string(std::thread::hardware_concurrency()));
    facts.emplace_back("system", systemName());
    return facts;
}

// Writes one file after the other and notes which are there now. A file of an earlier, stopped run that is not
// written this time would contradict the rest, so it goes.
class Writer {
public:
    Writer(const ReproducerInput& input, ReportFacts& facts)
        : m_input(input), m_folder(input.options.outputFolder), m_facts(facts),
          m_reduced(facts.result.canonical ? withoutOrigins(facts.result.graph) : facts.result.graph) {}

    Result<void> graphs() {
        WHITTLE_TRY_VOID(writeGraph(m_reduced, kWtlFile, kWtlTensorsFile));
        const MinifyResult& result = m_facts.result;
        if (result.nearMiss) return writeGraph(withoutOrigins(result.nearMiss->graph), kPassingFile, kPassingTensorsFile);
        WHITTLE_TRY_VOID(remove(kPassingTensorsFile));
        return without(kPassingFile, result.oneMinimal ? "no single edit of what is left ends the failure" : "it is known of a minimal graph only");
    }

    Result<void> scripts() {
        ReproOptions options;
        options.dataFile = kInputsFile;
        if (!m_facts.result.failure.signature.empty()) options.failure = m_facts.result.reducedFailure;
        options.seed = m_input.options.seed;
        if (!m_facts.backend.empty()) options.backend = m_facts.backend;
        LeftOut unneeded;
        if (const auto& culprit = m_facts.result.culprit) unneeded.plainer = culprit->plainSettings;
        options.settings = m_input.oracle.scriptSettings(unneeded);
        Result<std::string> script = printRepro(m_reduced, options);
        if (!script) {
            for (const char* file : {kScriptFile, kSingleFile}) WHITTLE_TRY_VOID(without(file, script.error().describe()));
            return remove(options.dataFile);
        }
        const NamedTensors tensors = reproTensors(m_reduced);
        if (tensors.empty()) {
            WHITTLE_TRY_VOID(remove(options.dataFile));
        } else {
            WHITTLE_TRY_VOID(writeSafetensors(m_folder / options.dataFile, tensors));
            m_facts.files.push_back(options.dataFile);
        }
        WHITTLE_TRY_VOID(write(kScriptFile, *script));
        if (tensors.empty()) {
            m_facts.singleFile = kScriptFile;
            m_facts.script = *std::move(script);
            return without(kSingleFile, "repro.py needs no other file");
        }
        std::uint64_t bytes = 0;
        for (const auto& [name, tensor] : tensors) bytes += tensor.byteSize();
        if (bytes > kMostInside)
            return without(kSingleFile, fmt::format("the inputs hold {} bytes, and a script holds up to {}", bytes, kMostInside));
        options.data = ReproData::Inside;
        options.scriptFile = kSingleFile;
        Result<std::string> single = printRepro(m_reduced, options);
        if (!single) return without(kSingleFile, single.error().describe());
        m_facts.singleFile = kSingleFile;
        m_facts.script = *std::move(single);
        return write(kSingleFile, m_facts.script);
    }

    Result<void> pt2() {
        const Result<ByteRope> bytes = pt2Bytes(m_reduced, Pt2Layout::A, "repro");
        if (!bytes) return without(kPt2File, bytes.error().describe());
        WHITTLE_TRY_VOID(writeFileAtomic(m_folder / kPt2File, bytes->parts()));
        m_facts.files.emplace_back(kPt2File);
        return {};
    }

    Result<void> issue() {
        if (m_facts.result.failure.signature.empty()) return without(kIssueFile, "the job ended before the original failed");
        return write(kIssueFile, issueText(m_facts));
    }

    // As its reader will: the proof that the script fails by itself.
    void runScript() {
        const MinifyResult& result = m_facts.result;
        const bool isThere = std::ranges::find(m_facts.files, kScriptFile) != m_facts.files.end();
        if (!isThere || result.failure.signature.empty()) return;
        Result<std::optional<ScriptRun>> run = m_input.oracle.runScript(m_folder / kScriptFile, m_input.result.failure, m_input.cancel);
        m_facts.scriptRun = run ? *std::move(run) : ScriptRun{.reproduces = false, .note = run.error().describe()};
        if (m_facts.scriptRun) m_facts.scriptRun->note = withoutFolders(m_facts.scriptRun->note);
    }

    Result<void> reports() {
        if (m_facts.result.oneMinimal && std::filesystem::exists(m_folder / kCertificateFile)) m_facts.files.emplace_back(kCertificateFile);
        for (const char* file : {kReportPage, kReportFile}) m_facts.files.emplace_back(file);
        WHITTLE_TRY_VOID(writeFileAtomic(m_folder / kReportPage, reportHtml(m_facts)));
        return writeFileAtomic(m_folder / kReportFile, reportJson(m_facts));
    }

private:
    Result<void> writeGraph(const Graph& graph, const char* text, const char* tensors) {
        WHITTLE_TRY_VOID(writeWtl(graph, m_folder / text));
        for (const char* file : {text, tensors})
            if (std::filesystem::exists(m_folder / file)) m_facts.files.emplace_back(file);
        return {};
    }
    Result<void> write(const std::string& file, const std::string& text) {
        WHITTLE_TRY_VOID(writeFileAtomic(m_folder / file, text));
        m_facts.files.push_back(file);
        return {};
    }
    Result<void> without(const std::string& file, const std::string& why) {
        m_facts.notWritten.emplace_back(file, withoutFolders(why));
        return remove(file);
    }
    Result<void> remove(const std::string& file) const {
        std::error_code trouble;
        std::filesystem::remove(m_folder / file, trouble);
        if (trouble) return fail(Code::Io, "cannot remove the old {}: {}", (m_folder / file).string(), trouble.message());
        return {};
    }

    const ReproducerInput& m_input;
    const std::filesystem::path& m_folder;
    ReportFacts& m_facts;
    Graph m_reduced;  // where it came from in the original is the report's to tell
};

}  // namespace

Result<void> writeReproducer(const ReproducerInput& input) {
    ReportFacts facts{.original = input.original,
                      .result = portable(input.result),
                      .match = input.options.match.text(),
                      .command = withoutFolders(input.options.commandLine),
                      .again = withoutFolders(input.options.againLine),
                      .environment = environmentOf(input.oracle),
                      .backend = input.oracle.scriptBackend()};
    Writer writer(input, facts);
    WHITTLE_TRY_VOID(writer.scripts());
    writer.runScript();
    WHITTLE_TRY_VOID(writer.graphs());
    WHITTLE_TRY_VOID(writer.pt2());
    WHITTLE_TRY_VOID(writer.issue());
    return writer.reports();
}

}  // namespace whittle
