#include "engine/formats/writers.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/formats/export_write.h"
#include "engine/formats/print_svg.h"
#include "engine/formats/wtl.h"

namespace whittle {
namespace {

using Path = std::filesystem::path;

Result<void> writeJson(const Graph& graph, const Path& path, Pt2Layout layout) {
    WHITTLE_TRY(const std::string text, printExport(graph, programCall(graph), layout == Pt2Layout::B ? ExportSchema::V8_20 : ExportSchema::V8_2));
    return writeFileAtomic(path, text);
}

constexpr std::array<GraphWriter, 8> kWriters{{
    {"fx", ".py", "readable text", [](const Graph& graph, const Path& path, Pt2Layout) { return writeFileAtomic(path, printFx(graph)); }},
    {"repro", ".py", "a script for PyTorch", [](const Graph& graph, const Path& path, Pt2Layout) { return writeRepro(graph, path, {}); }},
    {"pt2", ".pt2", "torch.export.load reads it", writePt2},
    {"json", ".json", "its program alone", writeJson},
    {"safetensors", ".safetensors", "weights and example inputs",
     [](const Graph& graph, const Path& path, Pt2Layout) { return writeSafetensors(path, callTensors(graph)); }},
    {"dot", ".dot", "for graphviz", [](const Graph& graph, const Path& path, Pt2Layout) { return writeFileAtomic(path, printDot(graph)); }},
    {"svg", ".svg", "a picture", [](const Graph& graph, const Path& path, Pt2Layout) -> Result<void> {
         WHITTLE_TRY(const std::string svg, printSvg(graph));
         return writeFileAtomic(path, svg);
     }},
    {"wtl", ".wtl", "Whittle's own text", [](const Graph& graph, const Path& path, Pt2Layout) { return writeWtl(graph, path); }},
}};

}  // namespace

std::span<const GraphWriter> graphWriters() { return kWriters; }

const GraphWriter* findGraphWriter(std::string_view name) {
    const auto found = std::ranges::find(kWriters, name, &GraphWriter::name);
    return found == kWriters.end() ? nullptr : &*found;
}

NamedTensors callTensors(const Graph& graph) {
    NamedTensors tensors;
    std::set<std::string> taken;
    std::size_t users = 0;
    for (const GraphInput& input : graph.inputs()) {
        const std::string name = input.kind == InputKind::User ? fmt::format("in.{}", users++) : input.target;
        const Tensor* tensor = asTensor(input.data);
        if (tensor && taken.insert(name).second) tensors.emplace_back(name, *tensor);
    }
    return tensors;
}

}  // namespace whittle
