#include "views/models/kernel_content.h"

#include <numeric>

#include "engine/runtime/kernel_nodes.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Products of bfloat16 have a ceiling of their own; which kernels compute them, the choices know.
bool isBf16(const CompileReport& report, const KernelRecord& kernel) {
    return kernel.library && std::ranges::any_of(report.choices, [&](const ChoiceRecord& choice) {
        return choice.operands.starts_with("bf16") && std::ranges::find(kernel.nodes, choice.site) != kernel.nodes.end();
    });
}

QString whatText(const KernelRecord& kernel) {
    return kernel.implementation.empty() ? toQString(kernel.kind) : QStringLiteral("%1 · %2").arg(toQString(kernel.kind), toQString(kernel.implementation));
}

}  // namespace

Result<KernelContentRef> KernelContent::build(std::shared_ptr<const Study> study, GraphRef opened, const CancelToken& cancel) {
    std::shared_ptr<KernelContent> out(new KernelContent);
    const CompileReport& report = study->report;
    const RunProfile& profile = study->profile;
    out->m_sources = nodeSources(*opened, report);
    WHITTLE_TRY_VOID(cancel.check());
    const bool isMeasured = profile.kernelMs.size() == report.kernels.size() && !report.kernels.empty();
    if (isMeasured) out->m_milliseconds = std::accumulate(profile.kernelMs.begin(), profile.kernelMs.end(), 0.0);
    const std::vector<KernelNodes> nodes = kernelNodes(*opened, report);
    std::unordered_map<std::string, NodeId> ids;
    for (const Node& node : opened->nodes()) ids.emplace(node.name, node.id);
    for (std::size_t i = 0; i < report.kernels.size(); ++i) {
        WHITTLE_TRY_VOID(cancel.check());
        const KernelRecord& kernel = report.kernels[i];
        KernelRow& row = out->m_rows.emplace_back(KernelRow{.name = toQString(kernel.name), .what = whatText(kernel), .rate = {}, .nodes = {}, .nodeNames = {}, .sources = {},
                                                            .isLibrary = kernel.library, .isLoops = kernel.kind == "loops"});
        if (isMeasured) {
            row.milliseconds = profile.kernelMs[i];
            row.share = out->m_milliseconds > 0 ? row.milliseconds / out->m_milliseconds : kUnknownNumber;
        }
        if (isMeasured && i < profile.kernelWork.size()) {
            const StepWork& work = profile.kernelWork[i];
            row.bytes = work.bytesRead + work.bytesWritten;
            row.rate = kernelRate(work, row.milliseconds, study->roof, isBf16(report, kernel));
        }
        for (const std::string& name : nodes[i].nodes) {
            const NodeId id = ids.at(name);
            row.nodes.push_back(id);
            row.nodeNames << toQString(name);
            out->m_kernelOf.try_emplace(id.index(), static_cast<int>(i));
        }
        for (const std::string& source : kernel.sources) row.sources << toQString(source);
        for (const std::string& node : kernel.nodes) out->m_kernelOfSite.try_emplace(node, static_cast<int>(i));
    }
    out->m_study = std::move(study);
    out->m_graph = std::move(opened);
    return out;
}

int KernelContent::kernelOf(NodeId node) const {
    const auto found = m_kernelOf.find(node.index());
    return found == m_kernelOf.end() ? -1 : found->second;
}

int KernelContent::kernelNamed(const QString& name) const {
    const auto found = std::ranges::find(m_rows, name, &KernelRow::name);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int KernelContent::kernelOfSite(const std::string& site) const {
    const auto found = m_kernelOfSite.find(site);
    return found == m_kernelOfSite.end() ? -1 : found->second;
}

std::vector<NodeId> KernelContent::opened(const std::string& node) const {
    std::vector<NodeId> out;
    if (const auto found = m_sources.find(node); found != m_sources.end())
        for (const std::size_t place : found->second) out.push_back(m_graph->nodes()[place].id);
    return out;
}

}  // namespace whittle
