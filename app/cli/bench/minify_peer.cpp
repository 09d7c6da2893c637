#include "app/cli/bench/minify_peer.h"

#include <algorithm>
#include <cmath>

#include "engine/base/files.h"
#include "engine/formats/pt2_write.h"
#include "engine/runtime/answerer.h"
#include "engine/runtime/python_scripts.h"
#include "minifier/edits/graph_size.h"
#include "minifier/oracle/torch_oracle.h"

namespace whittle::bench {
namespace {

using cli::Json;
using Clock = std::chrono::steady_clock;

constexpr const char *kOption = "cpp.inject_relu_bug_TESTING_ONLY", *kFault = "compile_error";
constexpr std::string_view kCulprit = "aten.relu.default";
constexpr double kWantedRatio = 0.25;
constexpr std::chrono::minutes kPatience{60};  // PyTorch's minifier on a busy machine

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Beside the programs in the build folder and where they are installed.
std::filesystem::path resource(const PeerBenchOptions& options, const char* name) {
    return options.program.parent_path().parent_path() / "share/whittle" / name;
}

Result<std::vector<PeerCase>> choose(const PeerBenchOptions& options) {
    const std::vector<PeerCase> all = peerCases(options.samples);
    if (options.cases.empty()) return all;
    std::vector<PeerCase> chosen;
    for (const std::string& word : options.cases) {
        const std::size_t before = chosen.size();
        std::ranges::copy_if(all, std::back_inserter(chosen), [&](const PeerCase& one) { return one.name == word || one.name.starts_with(word + '_'); });
        std::error_code none;
        if (chosen.size() == before && std::filesystem::is_regular_file(word, none))
            chosen.push_back({std::filesystem::path(word).filename().string(), word, word});
        if (chosen.size() == before)
            return fail(Code::NotFound, "beside a peer there is no case or file '{}'; whittle bench --list names the cases", word);
    }
    return chosen;
}

class Turns {
public:
    Turns(const PeerBenchOptions& options, const std::function<void(const std::string&)>& says, const CancelToken& cancel)
        : m_options(options), m_says(says), m_cancel(cancel) {}

    Result<PeerReport> run(std::vector<PeerCase> cases) {
        for (PeerCase& what : cases) {
            PeerRow row{.what = std::move(what), .ours = {}, .peer = {}};
            const Result<void> done = turn(row);
            if (!done && done.error().code != Code::Cancelled) return std::unexpected(done.error());
            m_report.stopped = !done;
            if (m_report.stopped) break;
            m_report.rows.push_back(std::move(row));
        }
        return std::move(m_report);
    }

private:
    Result<void> turn(PeerRow& row) {
        WHITTLE_TRY(const OpenedGraph opened, openGraph(row.what.file));
        const Graph& graph = opened.graph;
        row.nodes = static_cast<int>(graph.nodes().size());
        if (std::ranges::find(graph.nodes(), kCulprit, &Node::op) == graph.nodes().end())
            return fail(Code::Argument, "{} has no {}, which PyTorch plants its fault at", row.what.file.string(), kCulprit);
        const std::filesystem::path folder = m_options.scratch / fmt::format("case-{}", m_report.rows.size());
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error) return fail(Code::Io, "{} could not be made: {}", folder.string(), error.message());
        WHITTLE_TRY_VOID(ours(row, graph, folder));
        return theirs(row, graph, folder);
    }

    Result<void> ours(PeerRow& row, const Graph& graph, const std::filesystem::path& folder) {
        m_says(row.what.name + ", Whittle");
        const auto start = Clock::now();
        WHITTLE_TRY(const std::unique_ptr<Oracle> oracle,
                    TorchOracle::start(graph, {.python = m_options.python, .helper = resource(m_options, "torch_oracle.py"), .inductor = {fmt::format("{}={}", kOption, kFault)}},
                                       m_cancel));
        int told = 0;
        const auto watch = [&](const MinifyProgress& progress) {
            if (progress.candidates <= told) return;
            told = progress.candidates;
            m_says(fmt::format("{}, Whittle: {} of {} nodes left after {} candidates", row.what.name, progress.nodesNow, progress.nodesBefore, told));
        };
        WHITTLE_TRY(const MinifyResult result, minify(graph, *oracle, {.outputFolder = folder / "whittle", .jobs = m_options.jobs}, watch, m_cancel));
        if (result.status == MinifyResult::Status::Stopped) return fail(Code::Cancelled, "{}", result.note);
        row.ours.seconds = secondsSince(start);
        if (result.status != MinifyResult::Status::Minimal) {
            row.ours.trouble = result.note;
            return {};
        }
        row.ours.candidates = result.candidates;
        row.ours.operators = result.nodesAfter;
        row.ours.elements = inputElements(result.graph);
        row.oneMinimal = result.oneMinimal;
        std::error_code none;
        row.ours.needsData = std::filesystem::exists(folder / "whittle/inputs.safetensors", none);
        return {};
    }

    Result<void> theirs(PeerRow& row, const Graph& graph, const std::filesystem::path& folder) {
        m_says(row.what.name + ", PyTorch");
        WHITTLE_TRY(const ByteRope program, pt2Bytes(graph, Pt2Layout::A, "program"));
        WHITTLE_TRY_VOID(writeFileAtomic(folder / "program.pt2", program.parts()));
        WHITTLE_TRY(const std::filesystem::path copy, copyScript(resource(m_options, "minify_peer.py"), {"answering.py"}, folder));
        std::error_code error;
        const std::filesystem::path written = folder / "pytorch";
        std::filesystem::create_directories(written, error);
        if (error) return fail(Code::Io, "{} could not be made: {}", written.string(), error.message());
        const auto start = Clock::now();
        // PyTorch reads the variable when it is imported.
        WHITTLE_TRY(Answerer python, Answerer::start("PyTorch", {m_options.python, copy.string()}, {"TORCH_COMPILE_DEBUG_DIR=" + written.string()}));
        WHITTLE_TRY(const Json hello, python.ask({{"do", "start"}}, kPatience, m_cancel).context("starting {}", m_options.python));
        m_report.torch = hello.value("torch", "");
        const Json question{{"do", "minify"}, {"program", (folder / "program.pt2").string()}, {"folder", written.string()}, {"options", {{kOption, kFault}}}};
        const Result<Json> answer = python.ask(question, kPatience, m_cancel);
        row.peer.seconds = secondsSince(start);
        if (!answer) {  // its death is a result too, but for the user's wish
            if (answer.error().code == Code::Cancelled) return std::unexpected(answer.error());
            row.peer.trouble = answer.error().message;
            return {};
        }
        const auto number = [&](const char* key) { return answer->contains(key) && (*answer)[key].is_number() ? (*answer)[key].get<std::int64_t>() : 0; };
        row.peer.candidates = static_cast<int>(number("queries"));
        row.peer.repeated = static_cast<int>(number("repeated"));
        row.peer.operators = number("operators");
        row.peer.elements = number("elements");
        row.peer.needsData = answer->value("needs_data", false);
        if (const auto trouble = answer->find("trouble"); trouble != answer->end() && trouble->is_string()) row.peer.trouble = trouble->get<std::string>();
        else if (!answer->contains("operators")) row.peer.trouble = "it found nothing to reduce";
        return {};
    }

    const PeerBenchOptions& m_options;
    const std::function<void(const std::string&)>& m_says;
    const CancelToken& m_cancel;
    PeerReport m_report;
};

Json reductionJson(const Reduction& one) {
    if (!one.trouble.empty()) return {{"trouble", one.trouble}, {"seconds", one.seconds}, {"candidates", one.candidates}};
    return {{"seconds", one.seconds}, {"candidates", one.candidates}, {"repeated", one.repeated}, {"nodes_after", one.operators},
            {"elements_after", one.elements}, {"needs_data_file", one.needsData}};
}

std::string reductionText(const Reduction& one) {
    if (!one.trouble.empty()) return fmt::format("after {:.1f} s: {}", one.seconds, one.trouble.substr(0, one.trouble.find('\n')));
    return fmt::format("{:>10} {:>8} {:>9} {:>9} {:>5} {:>9.1f}", one.candidates, one.repeated, one.operators, one.elements, one.needsData ? "yes" : "no", one.seconds);
}

}  // namespace

std::optional<double> PeerRow::ratio() const {
    if (!ours.trouble.empty() || !peer.trouble.empty() || peer.seconds <= 0) return std::nullopt;
    return ours.seconds / peer.seconds;
}

std::optional<double> PeerReport::geometricMean() const {
    double logs = 0;
    for (const PeerRow& row : rows) {
        const auto ratio = row.ratio();
        if (!ratio || *ratio <= 0) return std::nullopt;
        logs += std::log(*ratio);
    }
    if (rows.empty()) return std::nullopt;
    return std::exp(logs / static_cast<double>(rows.size()));
}

bool PeerReport::meetsTargets() const {
    const auto mean = geometricMean();
    return mean && *mean <= kWantedRatio && std::ranges::all_of(rows, [](const PeerRow& row) { return row.oneMinimal && row.ours.operators == 1; });
}

std::vector<PeerCase> peerCases(const std::filesystem::path& samples) {
    std::vector<PeerCase> cases;
    for (const auto& [name, nodes] : {std::pair{"chain_22", 22}, std::pair{"transformer_82", 82}, std::pair{"transformer_282", 282}})
        cases.push_back({name, fmt::format("{} nodes, one relu, which PyTorch cannot compile; beside --peer", nodes), samples / fmt::format("{}.json.xz", name)});
    return cases;
}

Result<PeerReport> benchMinifyPeer(const PeerBenchOptions& options, const std::function<void(const std::string&)>& says, const CancelToken& cancel) {
    WHITTLE_TRY(std::vector<PeerCase> cases, choose(options));
    return Turns(options, says, cancel).run(std::move(cases));
}

Json peerReportJson(const PeerReport& report) {
    Json rows = Json::array();
    for (const PeerRow& row : report.rows) {
        Json json{{"name", row.what.name}, {"nodes_before", row.nodes}, {"one_minimal", row.oneMinimal}, {"whittle", reductionJson(row.ours)}, {"pytorch", reductionJson(row.peer)}};
        json["ratio"] = row.ratio() ? Json(*row.ratio()) : Json();
        rows.push_back(std::move(json));
    }
    const auto mean = report.geometricMean();
    return {{"ok", report.meetsTargets()}, {"stopped", report.stopped}, {"torch", report.torch}, {"minify_peer", rows}, {"ratio", mean ? Json(*mean) : Json()}, {"wanted_ratio", kWantedRatio}};
}

std::string peerReportText(const PeerReport& report) {
    std::string text = fmt::format("PyTorch {}\n{:18} {:>6} {:8} {:>10} {:>8} {:>9} {:>9} {:>5} {:>9} {:>6}\n", report.torch, "", "nodes", "", "candidates", "repeated", "left", "elements",
                                   "data", "seconds", "ratio");
    for (const PeerRow& row : report.rows) {
        const auto ratio = row.ratio();
        text += fmt::format("{:18} {:>6} {:8} {} {:>6}\n", row.what.name, row.nodes, "Whittle", reductionText(row.ours), ratio ? fmt::format("{:.2f}", *ratio) : "");
        text += fmt::format("{:18} {:>6} {:8} {}\n", "", "", "PyTorch", reductionText(row.peer));
    }
    if (const auto mean = report.geometricMean()) text += fmt::format("geometric mean of the ratios: {:.2f} (wanted: at most {})\n", *mean, kWantedRatio);
    if (report.stopped) text += "stopped on request: these are the rows so far\n";
    return text + "Seconds from the start of Python to the result, PyTorch's import included; Whittle's end with a proof that nothing smaller fails.\n";
}

}  // namespace whittle::bench
