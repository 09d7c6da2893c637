// What there is to show of a study: its kernels with what they reach, and which nodes of the opened graph each computes. Immutable, made on a worker.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include <QStringList>

#include "engine/runtime/worker.h"
#include "views/models/kernel_rate.h"

namespace whittle {

struct KernelRow {
    QString name;
    QString what;             ///< "loops · llvm", "onednn · brgemm:avx512_core"
    double milliseconds = kUnknownNumber;
    double share = kUnknownNumber;     ///< of all kernels' time
    double bytes = kUnknownNumber;     ///< read and written
    KernelRate rate;
    std::vector<NodeId> nodes;         ///< of the opened graph, in its order
    QStringList nodeNames;             ///< their names
    QStringList sources;               ///< "net.py:17"
    bool isLibrary = false, isLoops = false;
};

class KernelContent {
public:
    /// Errors: Cancelled. Cost: about linear in graph and rewrites.
    static Result<std::shared_ptr<const KernelContent>> build(std::shared_ptr<const Study> study, GraphRef opened, const CancelToken& cancel);

    const Study& study() const { return *m_study; }
    const Graph& graph() const { return *m_graph; }
    std::span<const KernelRow> rows() const { return m_rows; }  ///< by index into CompileReport::kernels
    const KernelRow& row(int kernel) const { return m_rows[static_cast<std::size_t>(kernel)]; }
    const KernelRecord& record(int kernel) const { return m_study->report.kernels[static_cast<std::size_t>(kernel)]; }
    int count() const { return static_cast<int>(m_rows.size()); }
    double milliseconds() const { return m_milliseconds; }      ///< of all kernels; NaN where none was measured
    int kernelOf(NodeId node) const;                            ///< the first that has a part in it, -1: none
    int kernelNamed(const QString& name) const;                 ///< -1: none
    int kernelOfSite(const std::string& site) const;            ///< by name of a node after the passes, as choices have it
    /// Nodes of the opened graph that a node after the passes comes from; none for a name that nobody knows.
    std::vector<NodeId> opened(const std::string& node) const;

private:
    KernelContent() = default;

    std::shared_ptr<const Study> m_study;
    GraphRef m_graph;
    std::vector<KernelRow> m_rows;
    double m_milliseconds = kUnknownNumber;
    std::unordered_map<std::string, std::vector<std::size_t>> m_sources;
    std::unordered_map<std::int32_t, int> m_kernelOf;  // by node id
    std::unordered_map<std::string, int> m_kernelOfSite;
};

using KernelContentRef = std::shared_ptr<const KernelContent>;

}  // namespace whittle
