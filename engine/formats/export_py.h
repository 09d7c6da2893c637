// The graph as Python for a PyTorch user: FX text to read, and a reproducer script to run.
#pragma once

#include <filesystem>

#include "engine/base/failure.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/graph.h"

namespace whittle {

/// As `gm.print_readable()` prints it (docs: FX text). Pure.
std::string printFx(const Graph& graph);

struct ReproOptions {
    std::optional<Failure> failure;  ///< told in the script's header
    std::string dataFile = "inputs.safetensors";  ///< beside the script; read with the standard library and torch only
};

/// A self-contained script: defines `class Repro(torch.nn.Module)` with the graph as torch.ops calls, loads
/// the data file, runs eager, compiles with AOTInductor or torch.compile, runs and compares. Opening the
/// script with openGraph gives the graph back with its data.
/// Errors: Unsupported for a node that has no Python spelling.
Result<std::string> printRepro(const Graph& graph, const ReproOptions& options);

/// What the script's data file holds: each graph input's tensor in input order, named by its value (numbers are
/// literals in the script). Inputs without data are absent. Pure.
NamedTensors reproTensors(const Graph& graph);

/// DOT text for graphviz, one node a statement. Pure.
std::string printDot(const Graph& graph);

}  // namespace whittle
