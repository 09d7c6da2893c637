// A trace as people have it: one log, or a folder with the logs of all ranks, debug folders of TORCH_COMPILE_DEBUG, and texts
// that the autotuner printed, at any depth.
#pragma once

#include <deque>

#include "engine/formats/open.h"
#include "engine/formats/trace/trace_log.h"

namespace whittle::trace {

/// One text of a debug folder.
struct DebugFile {
    std::string name;  ///< "fx_graph_readable", without its extension
    std::filesystem::path path;
    ArtifactForm form = ArtifactForm::Text;
};

/// One graph's folder of TORCH_COMPILE_DEBUG.
struct DebugGraph {
    std::string name;   ///< "model__0_forward_1.0"
    std::filesystem::path folder;
    std::string phase;  ///< "forward", "backward", "inference", or empty
    std::vector<DebugFile> files;

    const DebugFile* file(std::string_view named) const;
};

class Trace {
public:
    /// Finds what there is; the logs are not read yet. Errors: NotFound, Io, Unsupported when it is no trace, Limit past 100 000 files.
    static Result<Trace> open(const std::filesystem::path& path);

    /// Reads on in every log, and looks for new ones in a folder. True when there was something. Progress is of all logs together.
    /// Errors: Io, Cancelled.
    Result<bool> more(TraceLog::End end = TraceLog::End::Final, const CancelToken& cancel = {}, const TraceLog::Progress& progress = {});

    const std::filesystem::path& path() const { return m_path; }
    const std::deque<TraceLog>& logs() const { return m_logs; }
    const std::vector<DebugGraph>& debugGraphs() const { return m_debugGraphs; }
    /// Of printed texts and caches; those of a trace are with their compiles.
    const std::vector<KernelSite>& printedKernels() const { return m_kernels; }
    const std::vector<std::string>& notes() const { return m_notes; }

    /// "rank 0", or the file's name when the log has no rank or shares it with another.
    std::string label(const TraceLog& log) const;

private:
    Result<void> find();
    Result<void> look(const std::filesystem::path& file);
    void addDebugFile(const std::filesystem::path& file, ArtifactForm form);

    std::filesystem::path m_path;
    std::set<std::filesystem::path> m_seen;
    std::deque<TraceLog> m_logs;  ///< stay where they are when more are found
    std::vector<DebugGraph> m_debugGraphs;
    std::map<std::filesystem::path, std::size_t> m_debugPlaces;  ///< by folder
    std::vector<KernelSite> m_kernels;
    std::vector<std::string> m_notes;
};

/// The text of an artifact as a graph of ours. It has no weights. Errors: those of openGraph, with the name of the artifact.
Result<OpenedGraph> openArtifactGraph(std::string_view text, const std::string& name);

}  // namespace whittle::trace
