// `whittle trace`: reads what PyTorch logged about its compiles, and gets any text out of it.
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include <unistd.h>

#include "app/cli/print_text.h"
#include "app/cli/trace_text.h"
#include "engine/base/files.h"
#include "engine/formats/trace/artifact_file.h"
#include "engine/formats/trace/time_spans.h"

namespace whittle::cli {
namespace {

using namespace trace;

struct Options {
    std::string path, show, rank, extract, chrome;
    bool follow = false, json = false;
};

// On a terminal one line that is written over; elsewhere nothing, since half a gigabyte takes seconds.
class ReadingLine {
public:
    ~ReadingLine() {
        if (m_drawn) fmt::print(stderr, "\r\033[K");
    }
    void show(std::uint64_t done, std::uint64_t size) {
        const auto now = std::chrono::steady_clock::now();
        if (!m_terminal || now - m_last < std::chrono::milliseconds(50)) return;
        m_last = now;
        m_drawn = true;
        fmt::print(stderr, "\r\033[Kreading {} of {}", humanBytes(done), humanBytes(size));
        std::fflush(stderr);
    }

private:
    bool m_terminal = isatty(STDERR_FILENO) == 1;
    bool m_drawn = false;
    std::chrono::steady_clock::time_point m_last;
};

// What --show names: "0/1", "0/1#2/aot_forward_graph.2", "-/link", "model__0_forward_1.0/output_code".
struct Shown {
    const TraceLog* log = nullptr;
    const Compile* compile = nullptr;
    const Artifact* artifact = nullptr;
    const DebugFile* file = nullptr;
};

Result<std::vector<const TraceLog*>> chosenLogs(const Trace& trace, const std::string& rank) {
    std::vector<const TraceLog*> out;
    for (const TraceLog& log : trace.logs())
        if (rank.empty() || trace.label(log) == rank || trace.label(log) == "rank " + rank) out.push_back(&log);
    if (!out.empty() || rank.empty()) return out;
    std::vector<std::string> labels;
    for (const TraceLog& log : trace.logs()) labels.push_back(trace.label(log));
    return fail(Code::NotFound, "no log '{}' in {}; there are {}", rank, trace.path().string(), fmt::join(labels, ", "));
}

// The compile whose name begins the words, and what is behind it.
const Compile* compileOf(const LogContent& content, std::string_view words, std::string_view& rest) {
    for (const Compile& compile : content.compiles) {
        const std::string name = compile.name();
        if (words != name && !words.starts_with(name + "/")) continue;
        rest = words.size() > name.size() ? words.substr(name.size() + 1) : std::string_view();
        return &compile;
    }
    return nullptr;
}

Result<Shown> findShown(const Trace& trace, const Options& options) {
    const std::string_view words = options.show;
    for (const DebugGraph& graph : trace.debugGraphs())
        if (words.starts_with(graph.name + "/"))
            if (const DebugFile* file = graph.file(words.substr(graph.name.size() + 1))) return Shown{.file = file};
    WHITTLE_TRY(const std::vector<const TraceLog*> logs, chosenLogs(trace, options.rank));
    std::vector<Shown> found;
    std::string known;
    for (const TraceLog* log : logs) {
        std::string_view rest;
        const Compile* compile = compileOf(log->content(), words, rest);
        if (!compile) continue;
        const Artifact* artifact = rest.empty() ? nullptr : compile->artifact(rest);
        if (rest.empty() || artifact) {
            found.push_back({.log = log, .compile = compile, .artifact = artifact});
        } else {
            std::vector<std::string> names;
            for (const Artifact& one : compile->artifacts) names.push_back(one.name);
            known = fmt::format("; {} has {}", compile->name(), names.empty() ? std::string("no artifacts") : fmt::format("{}", fmt::join(names, ", ")));
        }
    }
    if (found.empty()) return fail(Code::NotFound, "'{}' is not in {}{}", options.show, trace.path().string(), known);
    if (found.size() > 1) {
        std::vector<std::string> labels;
        for (const Shown& one : found) labels.push_back(trace.label(*one.log));
        return fail(Code::Argument, "'{}' is in several logs; choose one with --rank: {}", options.show, fmt::join(labels, ", "));
    }
    return found[0];
}

Result<void> show(const Trace& trace, const Options& options) {
    WHITTLE_TRY(const Shown shown, findShown(trace, options));
    if (!shown.file && !shown.artifact) {
        options.json ? printJson(compileJson(*shown.log, *shown.compile, Depth::Full)) : printCompile(*shown.log, *shown.compile);
        return {};
    }
    std::string text;
    if (shown.file) {
        WHITTLE_TRY(text, readFile(shown.file->path));
    } else {
        WHITTLE_TRY(text, shown.log->text(shown.log->content().records[shown.artifact->record]));
    }
    if (options.json) printJson({{"artifact", options.show}, {"form", formName(shown.file ? shown.file->form : shown.artifact->form)}, {"text", text}});
    else if (isatty(STDOUT_FILENO) == 1) printText("{}{}", text, text.ends_with('\n') ? "" : "\n");
    else fmt::print("{}{}", text, text.ends_with('\n') ? "" : "\n");  // byte for byte, for a file or another program
    return {};
}

Result<void> extract(const Trace& trace, const Options& options, const CancelToken& cancel) {
    WHITTLE_TRY(const std::vector<const TraceLog*> logs, chosenLogs(trace, options.rank));
    const std::filesystem::path folder = options.extract;
    std::set<std::filesystem::path> written;
    Json graphs = Json::array();
    for (const TraceLog* log : logs) {
        const std::filesystem::path ofLog = logs.size() > 1 ? folder / safeFileName(trace.label(*log)) : folder;
        for (const Compile& compile : log->content().compiles)
            for (const Artifact& artifact : compile.artifacts) {
                WHITTLE_TRY_VOID(cancel.check());
                WHITTLE_TRY(const std::string text, log->text(log->content().records[artifact.record]));
                const std::filesystem::path wanted = ofLog / artifactFile(compile, artifact);
                std::filesystem::path path = wanted;
                for (int n = 2; !written.insert(path).second; ++n)  // names that differ may be one as names of files
                    path.replace_filename(fmt::format("{}_{}{}", wanted.stem().string(), n, wanted.extension().string()));
                WHITTLE_TRY_VOID(writeFileAtomic(path, text));
                if (artifact.form == ArtifactForm::Graph) graphs.push_back(path.string());
            }
    }
    if (options.json) printJson({{"ok", true}, {"path", folder.string()}, {"artifacts", written.size()}, {"graphs", graphs}});
    else printText("wrote {} artifacts to {}\n", written.size(), folder.string());
    return {};
}

// A line for each compile once its end is known, until interrupted.
Result<void> follow(Trace& trace, const CancelToken& cancel) {
    std::map<std::pair<const TraceLog*, std::size_t>, Status> told;
    while (true) {
        const Result<bool> news = trace.more(TraceLog::End::MayGrow, cancel);
        if (!news && news.error().code == Code::Cancelled) return {};
        if (!news) return std::unexpected(news.error());
        for (const TraceLog& log : trace.logs())
            for (std::size_t i = 1; i < log.content().compiles.size(); ++i) {
                const Compile& compile = log.content().compiles[i];
                const Status status = compile.status();
                if (status == Status::Cut) continue;  // still at work
                const auto [place, isNew] = told.try_emplace({&log, i}, status);
                if (!isNew && place->second == status) continue;
                place->second = status;
                printText("{}  {}\n", trace.label(log), compileLine(compile));
            }
        std::fflush(stdout);
        for (int i = 0; i < 10 && !cancel.cancelled(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        if (cancel.cancelled()) return {};
    }
}

Result<void> runTrace(const Options& options) {
    const CancelToken cancel = interruptToken();
    WHITTLE_TRY(Trace trace, Trace::open(options.path));
    if (options.follow) return follow(trace, cancel);
    {
        ReadingLine line;
        WHITTLE_TRY_VOID(trace.more(TraceLog::End::Final, cancel, [&](std::uint64_t done, std::uint64_t size) { line.show(done, size); }));
    }
    if (!options.show.empty()) return show(trace, options);
    if (!options.extract.empty()) return extract(trace, options, cancel);
    if (!options.chrome.empty()) {
        WHITTLE_TRY_VOID(writeChromeTrace(trace, options.chrome, cancel));
        if (options.json) printJson({{"ok", true}, {"path", options.chrome}});
        else printText("wrote {}\n", options.chrome);
        return {};
    }
    std::vector<const LogContent*> contents;
    for (const TraceLog& log : trace.logs()) contents.push_back(&log.content());
    TraceReport report{.trace = trace, .causes = causes(contents)};
    WHITTLE_TRY(report.ranks, compareRanks(trace, cancel));
    options.json ? printJson(traceJson(report)) : printTrace(report);
    return {};
}

}  // namespace

void addTrace(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("trace", "What PyTorch compiled, recompiled and failed on, from its logs");
    command->add_option("PATH", options->path, "a log of TORCH_TRACE or TORCH_LOGS, or a folder with such logs or of TORCH_COMPILE_DEBUG")->required();
    CLI::Option* show = command->add_option("--show", options->show, "one compile in full (0/1), or the text of one artifact (0/1/aot_forward_graph)");
    CLI::Option* extract = command->add_option("--extract", options->extract, "write every artifact to this folder, one file each");
    CLI::Option* chrome = command->add_option("--chrome", options->chrome, "write the time spans for chrome://tracing or Perfetto, a process a rank");
    show->excludes(extract)->excludes(chrome);
    extract->excludes(chrome);
    command->add_flag("--follow", options->follow, "tell each compile as the log grows, until interrupted")->excludes(show)->excludes(extract)->excludes(chrome);
    command->add_option("--rank", options->rank, "with --show and --extract: of which rank, or the name of a log");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options]() -> int {
            const Result<void> done = runTrace(*options);
            return done ? kOk : reportError(done.error(), options->json);
        };
    });
}

}  // namespace whittle::cli
