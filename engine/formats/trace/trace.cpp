#include "engine/formats/trace/trace.h"

#include <algorithm>

#include "engine/base/files.h"
#include "engine/formats/fx_text.h"
#include "engine/ir/verify.h"

namespace whittle::trace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 100'000;
constexpr std::size_t kStart = 64 << 10;        // of a file, to tell what it is
constexpr std::uint64_t kMostPrinted = 256 << 20;  // of a text with autotuner tables

// What TORCH_COMPILE_DEBUG writes for a graph.
constexpr struct {
    std::string_view name;
    ArtifactForm form;
} kDebugFiles[] = {
    {"fx_graph_readable.py", ArtifactForm::Graph},
    {"fx_graph_transformed.py", ArtifactForm::Graph},
    {"fx_graph_runnable.py", ArtifactForm::Graph},
    {"output_code.py", ArtifactForm::Code},
    {"output_code.cpp", ArtifactForm::Code},
    {"ir_pre_fusion.txt", ArtifactForm::Text},
    {"ir_post_fusion.txt", ArtifactForm::Text},
    {"inductor_provenance_tracking_node_mappings.json", ArtifactForm::Json},
    {"inductor_provenance_tracking_kernel_stack_traces.json", ArtifactForm::Json},
    {"autotuning_result_json_list.txt", ArtifactForm::Json},
};

std::string_view phaseOf(std::string_view folder) {
    for (const std::string_view phase : {"forward", "backward", "inference"})
        if (folder.find(phase) != folder.npos) return phase;
    return {};
}

}  // namespace

const DebugFile* DebugGraph::file(std::string_view named) const {
    const auto found = std::find_if(files.begin(), files.end(), [&](const DebugFile& f) { return f.name == named; });
    return found == files.end() ? nullptr : &*found;
}

Result<Trace> Trace::open(const fs::path& path) {
    Trace out;
    out.m_path = path;
    std::error_code trouble;
    if (!fs::exists(path, trouble)) return fail(Code::NotFound, "{} is not there", path.string());
    WHITTLE_TRY_VOID(out.find());
    if (out.m_logs.empty() && out.m_debugGraphs.empty() && out.m_kernels.empty())
        return fail(Code::Unsupported, "no trace in {}: a log that TORCH_TRACE or TORCH_LOGS wrote, a folder with such logs, or a folder of "
                    "TORCH_COMPILE_DEBUG was expected", path.string());
    return out;
}

Result<void> Trace::find() {
    std::error_code trouble;
    if (!fs::is_directory(m_path, trouble)) return look(m_path);
    std::vector<fs::path> files;
    auto entry = fs::recursive_directory_iterator(m_path, fs::directory_options::skip_permission_denied, trouble);
    if (trouble) return fail(Code::Io, "{} cannot be listed: {}", m_path.string(), trouble.message());
    for (; entry != fs::recursive_directory_iterator(); entry.increment(trouble)) {
        if (trouble) return fail(Code::Io, "{} cannot be listed: {}", m_path.string(), trouble.message());
        if (!entry->is_regular_file(trouble)) continue;
        if (files.size() == kMostFiles) return fail(Code::Limit, "{} has more than {} files; name the folder of one run", m_path.string(), kMostFiles);
        files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());  // so that ranks and graphs come in order
    for (const fs::path& file : files)
        if (const Result<void> looked = look(file); !looked) m_notes.push_back(fmt::format("{} was left out: {}", file.string(), looked.error().message));
    return {};
}

Result<void> Trace::look(const fs::path& file) {
    if (m_seen.contains(file)) return {};
    const std::string name = file.filename().string();
    const auto debug = std::find_if(std::begin(kDebugFiles), std::end(kDebugFiles), [&](const auto& row) { return row.name == name; });
    WHITTLE_TRY(const LineReader reader, LineReader::open(file));
    WHITTLE_TRY(const std::string start, reader.read(0, kStart));
    const bool isLog = looksLikeTraceLog(start);
    // What is short and means nothing may still become a log.
    if (isLog || debug != std::end(kDebugFiles) || start.size() == kStart) m_seen.insert(file);
    if (debug != std::end(kDebugFiles)) {
        addDebugFile(file, debug->form);
        if (name.starts_with("autotuning_result"))
            if (const auto text = readFile(file, kMostPrinted))
                for (KernelSite& site : readAutotuneResults(*text)) m_kernels.push_back(std::move(site));
        return {};
    }
    if (start.find("AUTOTUNE ") != start.npos) {
        m_seen.insert(file);
        WHITTLE_TRY(const std::string text, readFile(file, kMostPrinted));
        for (KernelSite& site : readAutotuneText(text)) m_kernels.push_back(std::move(site));
    } else if (start.starts_with('{') && start.find("\"cache\"") != start.npos) {
        m_seen.insert(file);
        WHITTLE_TRY(const std::string text, readFile(file, kMostPrinted));
        for (KernelSite& site : readAutotuneCache(text)) m_kernels.push_back(std::move(site));
    }
    if (isLog) {
        WHITTLE_TRY(TraceLog log, TraceLog::open(file));
        m_logs.push_back(std::move(log));
    }
    return {};
}

void Trace::addDebugFile(const fs::path& file, ArtifactForm form) {
    const fs::path folder = file.parent_path();
    const auto [place, isNew] = m_debugPlaces.try_emplace(folder, m_debugGraphs.size());
    if (isNew) {
        const std::string name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
        m_debugGraphs.push_back({.name = name, .folder = folder, .phase = std::string(phaseOf(name))});
    }
    m_debugGraphs[place->second].files.push_back({.name = file.stem().string(), .path = file, .form = form});
}

Result<bool> Trace::more(TraceLog::End end, const CancelToken& cancel, const TraceLog::Progress& progress) {
    std::error_code trouble;
    const bool isFirst = std::all_of(m_logs.begin(), m_logs.end(), [](const TraceLog& log) { return log.content().facts.lines == 0; });
    const std::size_t logsBefore = m_logs.size();
    if (!isFirst && fs::is_directory(m_path, trouble)) WHITTLE_TRY_VOID(find());
    bool news = m_logs.size() != logsBefore;
    std::uint64_t size = 0, done = 0;
    for (const TraceLog& log : m_logs) size += std::max<std::uint64_t>(fs::file_size(log.content().file, trouble), 0);
    for (TraceLog& log : m_logs) {
        std::uint64_t here = 0;
        const auto tell = [&](std::uint64_t position, std::uint64_t) {
            here = position;
            if (progress) progress(done + position, std::max(size, done + position));
        };
        WHITTLE_TRY(const bool some, log.more(end, cancel, tell));
        done += here;
        news = news || some;
    }
    return news;
}

std::string Trace::label(const TraceLog& log) const {
    const auto rank = log.content().rank;
    const auto sharing = std::count_if(m_logs.begin(), m_logs.end(), [&](const TraceLog& other) { return other.content().rank == rank; });
    if (rank && sharing == 1) return fmt::format("rank {}", *rank);
    std::error_code trouble;
    const fs::path relative = fs::is_directory(m_path, trouble) ? log.content().file.lexically_relative(m_path) : log.content().file.filename();
    return rank ? fmt::format("rank {} ({})", *rank, relative.string()) : relative.string();
}

Result<OpenedGraph> openArtifactGraph(std::string_view text, const std::string& name) {
    if (!looksLikePython(text)) return fail(Code::Unsupported, "{} has no graph: a class with a forward method was expected", name);
    Result<OpenedGraph> opened = openPython(text, name + ".py", {.fillMissing = false}).context("opening {}", name);
    if (opened) {
        WHITTLE_TRY_VOID(verifyStructure(opened->graph).context("opening {}", name));
        opened->graph.name = name;
    }
    return opened;
}

}  // namespace whittle::trace
