// Looking at a compilation from outside: how its runs are measured, and how what the worker told of it becomes a Study.
#pragma once

#include <unordered_map>

#include "engine/runtime/report_json.h"
#include "engine/runtime/worker_protocol.h"

namespace whittle {

/// Runs once, uncounted, and then `runs` times; of each kernel the median. `options` are the uncounted run's too. Errors: those of the runs.
Result<RunProfile> measureRuns(const Executable& executable, int runs, const RunOptions& options);

/// The spans of a run: of several, those of the shortest, which whatever else the machine does has disturbed the least. Recording takes time of its own, so these
/// are runs besides measured ones. Errors: those of the runs.
Result<RunTrace> recordRun(const Executable& executable, std::span<const Datum> inputs, const RunOptions& options);

/// Everything of a study in the order in which a worker tells it, each part under its name: what StudyReader::read() takes. Ends with the first error of `tell`.
Result<void> tellStudy(const Study& study, KernelTexts texts, const std::function<Result<void>(std::string_view what, const nlohmann::ordered_json& is)>& tell);

/// The parent's side: takes what the worker leaves in the memory file, in its order.
class StudyReader {
public:
    /// `opened`: the graph before the first pass. `payload`: the memory file of add().
    explicit StudyReader(GraphRef opened, int payload = -1, std::function<void(const PassRecord&)> passed = {});
    void add(const LeftText& left);
    /// One part; of a name that is not known nothing. Errors: Format; those of parsePass().
    Result<void> read(std::string_view what, const nlohmann::ordered_json& is);
    /// What could be read.
    Study take();
    /// Errors: what was wrong with the texts, Format or Io.
    const Result<void>& readAll() const { return m_read; }

private:
    GraphRef m_last;  // what the next pass rewrote
    std::unordered_map<std::string, TensorType> m_recorded;  // by value, of those with strides
    int m_payload;
    std::function<void(const PassRecord&)> m_passed;
    Result<void> m_read;
    std::vector<PassRecord> m_passes;
    Study m_study;
};

}  // namespace whittle
