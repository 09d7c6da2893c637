// The graph as Python for a PyTorch user: FX text to read, and a reproducer script to run.
#pragma once

#include <filesystem>

#include "engine/base/failure.h"
#include "engine/formats/inductor_setting.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/graph.h"
#include "engine/tensor/compare.h"

namespace whittle {

/// As `gm.print_readable()` prints it (docs: FX text). Pure.
std::string printFx(const Graph& graph);

/// Inside: as text in the script, which then is one file to hand on.
enum class ReproData { Beside, Inside };

struct ReproOptions {
    std::optional<Failure> failure;  ///< told in the script's header
    std::string dataFile = "inputs.safetensors";  ///< beside the script; read without more than torch
    ReproData data = ReproData::Beside;
    std::string scriptFile = "repro.py";  ///< what the header tells to run
    std::string foundBy;  ///< how the failure was found and reduced, one line, told in the header
    /// When outputs count as equal; none: 1e-7 for 64 bits, 1e-4 for 32, 1e-2 for 16.
    std::optional<Tolerance> tolerance;
    std::string backend = "aoti";  ///< what the script compares with eager unless told otherwise: "aoti", "compile"
    std::uint64_t seed = 0;        ///< of random operators, as torch.manual_seed
    std::vector<InductorSetting> settings = {};  ///< made before anything is compiled
};

/// A self-contained script: defines `class Repro(torch.nn.Module)` with the graph as torch.ops calls, makes the inputs
/// (tensors that tensor_fill.h recognises stand in the script, only others come from the data file or from the end of the script), runs eager, compiles with
/// AOTInductor or torch.compile, sizes with symbols as dynamic ones, runs
/// and compares outputs and what became of the inputs; exit status 0 when they agree, 1 when compiling raises, the
/// results differ or only eager raises, 2 when the script cannot tell. Opening the
/// script with openGraph gives the graph back with its data. Nothing that a graph holds can become other code.
/// Errors: Unsupported for a node that has no Python spelling, NotFound for an input without data.
Result<std::string> printRepro(const Graph& graph, const ReproOptions& options);

/// What the script's data file holds: in input order the tensors that the script does not write out itself, named as in
/// the script, which is by the input's value (made a Python identifier). Empty: the script needs no such file. Pure.
NamedTensors reproTensors(const Graph& graph);

/// Writes the script to `path` and, when reproTensors has any and they are not Inside, its data file beside it, the data first; each
/// is complete or not there at all. Errors: printRepro's, Io.
Result<void> writeRepro(const Graph& graph, const std::filesystem::path& path, const ReproOptions& options = {});

/// DOT text for graphviz, one node a statement. Pure.
std::string printDot(const Graph& graph);

}  // namespace whittle
