// Reductions by an oracle in this process, each in a folder of its own.
#pragma once

#include <string>

#include <QTemporaryDir>

#include "tests/minifier/fake.h"

namespace whittle::test {

inline constexpr const char* kRelu = "aten.relu.default";
inline constexpr const char* kExp = "aten.exp.default";
inline constexpr const char* kAbs = "aten.abs.default";

/// "relu exp"
inline std::string opsText(const Graph& graph) {
    std::string text;
    for (const Node& node : graph.nodes()) text += (text.empty() ? "" : " ") + node.op.substr(5, node.op.rfind('.') - 5);
    return text;
}

inline Result<MinifyResult> reduce(const Graph& graph, Oracle& oracle, const std::filesystem::path& folder, MinifyOptions options = {}) {
    options.outputFolder = folder;
    return minify(graph, oracle, options, {}, {});
}

/// Folders that are not there yet.
class FreshFolders {
public:
    std::filesystem::path operator()() { return m_dir.path().toStdString() + "/" + std::to_string(m_next++); }

private:
    QTemporaryDir m_dir;
    int m_next = 0;
};

}  // namespace whittle::test
