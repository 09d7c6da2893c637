// Everything that a reduction writes into its folder, by name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

inline constexpr const char* kScriptFile = "repro.py";
inline constexpr const char* kInputsFile = "inputs.safetensors";
inline constexpr const char* kSingleFile = "repro_single.py";
inline constexpr const char* kPt2File = "repro.pt2";
inline constexpr const char* kWtlFile = "repro.wtl";
inline constexpr const char* kWtlTensorsFile = "repro.wtl.safetensors";
inline constexpr const char* kPassingFile = "passing.wtl";
inline constexpr const char* kPassingTensorsFile = "passing.wtl.safetensors";
inline constexpr const char* kIssueFile = "issue.md";
inline constexpr const char* kCertificateFile = "certificate.json";
inline constexpr const char* kReportPage = "report.html";
inline constexpr const char* kReportFile = "report.json";
inline constexpr const char* kOtherFolder = "other";  ///< of examples: `1-crash.wtl` and its tensors

/// What is in a file for whoever reads the report, as markup.
struct ResultFile {
    std::string_view name, what;
};
inline constexpr ResultFile kResultFiles[] = {
    {kScriptFile, "runs the graph eagerly and compiled in PyTorch, and compares"},
    {kInputsFile, "the inputs that repro.py reads"},
    {kSingleFile, "the same script with its inputs inside, to hand on as one file"},
    {kPt2File, "the program and its data, for torch.export.load"},
    {kWtlFile, "the graph as Whittle's text"},
    {kWtlTensorsFile, "the data of its inputs"},
    {kPassingFile, "the nearest graph that does not fail, to compare with"},
    {kPassingTensorsFile, "the data of its inputs"},
    {kIssueFile, "a text to open an issue with"},
    {kCertificateFile, "the proof that nothing smaller fails, for <code>whittle minify --verify</code>"},
    {kReportPage, "this page"},
    {kReportFile, "the same for programs"},
};

/// Removes what a kill left of writing any of these. Only for who has the journal. Errors: Io.
Result<void> removeTornResults(const std::filesystem::path& folder);

}  // namespace whittle
